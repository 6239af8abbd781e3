"""Countries that Vietnamese political news names, for telling their bodies from Vietnam's."""

from __future__ import annotations

import re
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

# Where a body may be that is not Vietnam's. Places at home begin with the shorter ones (Lào Cai,
# Đức Thọ, Anh Sơn), which therefore close the name.
_ABROAD = (
    "Ả Rập Xê Út|Ai Cập|Ai-len|Angola|Anh|Áo|Argentina|Ba Lan|Ba Tư|Bắc Ireland|Bangladesh|Belarus"
    "|Bỉ|Bồ Đào Nha|Brazil|Brunei|Bun-ga-ri|Bulgaria|Campuchia|Cam-pu-chia|Canada|Chile|châu Âu"
    "|Châu Âu|châu Á|châu Phi|Cu-ba|Cuba|Đài Loan|Đan Mạch|Đông Timor|Đức|Hà Lan|Hàn Quốc|Hoa Kỳ"
    "|Hồi giáo|Hồng Kông|Hung-ga-ri|Hungary|Hy Lạp|Indonesia|I-ran|Iran|I-rắc|Iraq|Israel"
    "|Kazakhstan|Lào|Liên bang Nga|Liên Hợp Quốc|Liên minh châu Âu|Liên Xô|Ma-lai-xi-a|Malaysia"
    "|Mexico|Mi-an-ma|Mông Cổ|Mozambique|Mỹ|Myanmar|Na Uy|Nam Phi|Nga|Nhật Bản|Nhật|New Zealand"
    "|Ấn Độ|Ô-xtrây-li-a|Pa-ki-xtan|Pakistan|Palestine|Pháp|Phần Lan|Phi-líp-pin|Philippines"
    "|Ru-ma-ni|Romania|Séc|Singapore|Xin-ga-po|Xlô-va-ki-a|Slovakia|Xri Lan-ca|Sri Lanka"
    "|Tây Ban Nha|Thái Lan|Thổ Nhĩ Kỳ|Thụy Điển|Thụy Sĩ|Triều Tiên|Trung Hoa|Trung Quốc|Úc"
    "|U-crai-na|Ukraina|Ukraine|Vương quốc Anh|Xô viết|Ý"
)
ABROAD = re.compile(rf"(?:{_ABROAD})(?![\w-])(?! [A-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ])")
"""The name of another country or union, where one stands."""
