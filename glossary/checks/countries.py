"""Countries that Vietnamese political news names, for finding one that the source does not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Country:
    """Names of a country; Hindi with the adjective."""

    en: str
    vi: tuple[str, ...]
    th: tuple[str, ...]
    hi: tuple[str, ...]

    def names(self, lang: str) -> tuple[str, ...]:
        """Names in Thai or Hindi."""
        return self.th if lang == "th" else self.hi


COUNTRIES = (
    Country("China", ("Trung Quốc", "Trung Hoa", "Bắc Kinh"), ("จีน",), ("चीनी", "चीन")),
    Country("Laos", ("Lào",), ("ลาว",), ("लाओस", "लाओ")),
    Country("Cambodia", ("Campuchia", "Cam-pu-chia"), ("กัมพูชา",), ("कंबोडियाई", "कंबोडिया")),
    Country("Russia", ("Nga", "Liên Xô", "Liên bang Nga"), ("รัสเซีย",), ("रूसी", "रूस")),
    Country("the Soviet Union", ("Liên Xô", "Xô viết"), ("โซเวียต",), ("सोवियत",)),
    Country("Cuba", ("Cuba", "Cu-ba"), ("คิวบา",), ("क्यूबा",)),
    Country("North Korea", ("Triều Tiên",), ("เกาหลีเหนือ",), ("उत्तर कोरिया",)),
    Country("Japan", ("Nhật Bản", "Nhật"), ("ญี่ปุ่น",), ("जापानी", "जापान")),
    Country("Thailand", ("Thái Lan",), ("ไทย",), ("थाईलैंड", "थाई")),
    Country("India", ("Ấn Độ",), ("อินเดีย",), ("भारतीय", "भारत")),
    Country("the United States", ("Hoa Kỳ", "Mỹ"), ("สหรัฐอเมริกา", "สหรัฐ"), ("अमेरिकी", "अमेरिका")),
    Country("Myanmar", ("Myanmar", "Mi-an-ma"), ("เมียนมา", "พม่า"), ("म्यांमार",)),
)
