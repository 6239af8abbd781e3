# ruff: noqa: SIM905 -- words of a language read better in one string than as a list.
"""Words of each language that bound a term: function words, and what cannot stand inside one.

Short on purpose: a word that is also part of compounds (Thai แบบ in เลียนแบบ) does more harm here
than good. Languages without a list are mined without one.
"""

from __future__ import annotations

LINKS: dict[str, frozenset[str]] = {
    "th": frozenset(
        """และ หรือ แต่ ซึ่ง โดย เพื่อ เพราะ รวมถึง ตลอดจน พร้อม คือ กับ ได้ จะ ยัง ต้อง ควร ไม่ จึง ก็
        เมื่อ สำหรับ หลังจาก ภายหลัง เนื่องจาก เช่น ได้แก่ ประกอบด้วย รวมทั้ง โดยเฉพาะ ดังนั้น หาก
        ถ้า ว่า นอกจากนี้ นับตั้งแต่ ตั้งแต่ จนถึง""".split()
    ),
    "hi": frozenset(
        """और तथा एवं व या लेकिन कि जो जिससे ताकि ने है हैं था थे थी किंतु परंतु क्योंकि यदि जब जहाँ जिसमें
        जिनमें जिन्हें जिसके जिनके उन्होंने उन्हें उनके उनकी उनका उसके उसकी इसके इसकी इसमें किया गया गई गए
        रहा रही रहे होगा होंगे होते हुए हुई हुआ चाहिए सकता सकते सकें करके करते जैसे द्वारा""".split()
    ),
    "vi": frozenset("và hoặc nhưng để thì mà cùng với là".split()),
    "en": frozenset("and or but which that is are was were".split()),
}
"""Words that no term holds, neither at its edges nor inside: it would be two phrases."""

JOINS: dict[str, frozenset[str]] = {
    "th": frozenset({"และ"}),
    "hi": frozenset("और तथा एवं व".split()),
    "vi": frozenset({"và"}),
    "en": frozenset({"and"}),
}
"""Links of which a term may hold one, where its concept names two things."""

EDGES: dict[str, frozenset[str]] = {
    "th": frozenset(
        """ของ ใน ที่ ได้ เป็น มี จะ ไป มา จาก แก่ ต่อ ว่า แล้ว ยัง คง นี้ นั้น ไม่ ทั้ง ด้วย อย่าง ตาม
        เกี่ยวกับ แห่ง ระหว่าง ถึง สู่ เมื่อ ทุก หลาย อีก ๆ ฯ ก็ กว่า ต้อง ควร อยู่ ขึ้น เข้า ออก ลง ผ่าน
        เช่น จึง จน ถูก ไว้ นั่น เหล่า บาง ณ ขอ นาย นาง สหาย ดัง ช่วง ครั้ง ปี เดือน วัน เขา
        เรา ดังกล่าว เพิ่มเติม ต่างๆ ต่าง ทั้งสอง ภายใน ภายใต้ ขณะ ขณะนี้ อัน กัน เอง มาก บน แรก ต่อไป
        อีกด้วย โดย เพื่อ อย่างยิ่ง โดยตรง ร่วมกัน ครั้งนี้ สิ่ง ซึ่งกัน ทั่ว""".split()
    ),
    "hi": frozenset(
        """का के की को में से पर तक भी ही तो यह वह इस उस ये वे इन उन एक हो गया गई गए कर करने करना किया की
        दिया देने रहा रहे रही लिए साथ बीच द्वारा अपने अपनी अपना न नहीं कई सभी कुछ होने हुए हुई बाद जब सकता
        सकते वाले वाली वाला कारण अनुसार रूप अब अभी फिर यहाँ वहाँ कोई किसी हर प्रत्येक दोनों अन्य विभिन्न
        दौरान तहत अंतर्गत हेतु ओर तरह प्रति केवल बहुत अधिक कम पूरे पूरी हम आप मैं तुम क्या कैसे करें
        करेंगे करे करेगा करेगी करनी करता करती करतीं
        इसी इसे उसी उसे उसने वही रखेंगे देते लेते जाए जाना जाने आदि इत्यादि""".split()
    ),
    "vi": frozenset(
        """của trong các những một này đó được đã đang sẽ có cho từ đến tại về theo trên dưới khi
        như không cũng rất ông bà vào ra lên bởi do nên vẫn hay nhiều mỗi""".split()
    ),
    "en": frozenset(
        """the a an of in on at to for by with from as its their his her this these those be been
        has have had will not it they he she we all some""".split()
    ),
}
"""Words that no term begins or ends with."""

OPENING: dict[str, frozenset[str]] = {"th": frozenset({"วัน"})}
"""Words of `EDGES` that may begin a term all the same, before a word that may: วันชาติ."""

ABOUT: dict[str, tuple[tuple[str, str], ...]] = {"th": (("ว่า", "ด้วย"),)}
"""Pairs of words that a term may hold, since they tie to a law what it is about."""

NAMES: dict[str, tuple[tuple[str, str], ...]] = {"hi": (("हो", "ची"),)}
"""Pairs of words of which the first begins a name, whatever list has it."""

ORDINAL: dict[str, frozenset[str]] = {"th": frozenset({"ที่"})}
"""Words of `EDGES` that end a term where a number follows: หลักสูตรที่ 14."""

REPEATING: dict[str, frozenset[str]] = {"th": frozenset({"ๆ"})}
"""Marks of `EDGES` that end a term where the word that they repeat may: ชนชาติเล็ก ๆ."""

FREEING: dict[str, frozenset[str]] = {"th": frozenset({"ให้"})}
"""Words that begin a dictionary compound of which the rest may begin a term all the same, as what
follows a function word may: อำนาจรัฐ after ให้, though ให้อำนาจ is one."""

NOMINALISERS = frozenset({"การ", "ความ", "งาน"})
"""Thai words that make a noun of what follows."""

LIGHT = frozenset({"การ"})
"""Nominalisers that say nothing of their own, so that a frame is seen through them."""

TIES = frozenset("ของ แห่ง का के की của of".split())
"""Function words that tie a modifier to its head, as most names of bodies have them."""
