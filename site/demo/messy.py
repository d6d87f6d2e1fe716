"""A register as an office may have it: 611 fictional products in a table that grew over years. Made when asked for.

One of five stars, 21 of four, 589 of three, each good to be written, what the demo has registered among them; and
rows twice, rows to mend, sums and notes, headings over two rows, merged cells, days written in every way, letters in
pieces, doubled spaces.
"""

import datetime as dt
import io
import random
import unicodedata

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from demo.reading import read

FIVE, FOUR, THREE = 1, 21, 589
UPPER = [
    "TT",
    "Tên  sản phẩm",
    "Chủ thể",
    None,
    None,
    None,
    "Nhóm SP",
    "Hạng sao",
    "Quyết định công nhận",
    None,
    "Ví dụ",
]
LOWER = [None, None, "Tên chủ thể", "Loại hình", "Xã/phường", "SĐT", None, None, "Số", "Ngày", None]

GOODS = {
    "I": ["Bánh phu thê", "Bánh tẻ", "Nem bùi", "Tương nếp", "Mỳ gạo", "Giò lụa", "Mật ong", "Gạo nếp cái"],
    "II": ["Rượu nếp", "Trà hoa cúc", "Nước mơ ủ", "Trà vối"],
    "III": ["Tinh bột nghệ", "Cao cà gai leo", "Tinh dầu sả"],
    "IV": ["Bình gốm men nâu", "Tranh giấy điệp", "Chum sành", "Rổ tre", "Quạt giấy", "Ấm đất"],
    "V": ["Chậu hoa lan", "Cây cảnh"],
    "VI": ["Một buổi nghe hát", "Một ngày làm thợ"],
}
WAYS_OF_GROUPS = {
    "I": "Thực phẩm",
    "II": "2",
    "III": "Nhóm III",
    "IV": "Thủ công mỹ nghệ",
    "V": "V",
    "VI": "Nhóm 6: Du lịch",
}
PLACES = ["Phù Lãng", "xã Phù Lãng, thị xã Quế Võ", "P. Thuận Thành", "Song Hồ", "phường Kinh Bắc", "Hòa Long"]
KINDS = [("HTX", "Hợp tác xã"), ("Hộ kinh doanh", ""), ("Cty TNHH", "Doanh nghiệp"), ("Tổ hợp tác", "THT")]
NAMES = ["Bến Mơ", "Lá Sen", "Đồi Vôi", "Sông Xanh", "Cây Gạo", "Nếp Thơm", "Hoa Xoan", "Cầu Đá", "Ao Làng", "Gió Đông"]
KNOWN_KINDS = {"cooperative": "HTX", "household": "Hộ kinh doanh", "association": "Hội"}
KNOWN_PLACES = {"phu-lang": "Phù Lãng", "dong-ho": "P. Thuận Thành", "diem": "phường Kinh Bắc"}
# What was certified before has run out.
LISTED_FROM = dt.date(2025, 1, 1)
STARS = {3: ["3 sao", "★★★", "3", "ba sao"], 4: ["4 sao", "★★★★", "4"], 5: ["OCOP 5 sao"]}


def messy_register(seed: int = 611) -> bytes:
    """The same file for the same seed, but for the moment that a spreadsheet carries."""
    dice = random.Random(seed)
    book = Workbook()
    book.active.title = "Ghi chú"
    book.active.append(["Danh sách hư cấu, chỉ để dùng thử. Bảng nằm ở trang sau."])
    sheet = book.create_sheet("DS OCOP 2025")
    sheet.append(["DANH SÁCH SẢN PHẨM OCOP (VÍ DỤ, HƯ CẤU)"])
    sheet.merge_cells("A1:K1")
    sheet.append([])
    sheet.append(UPPER)
    sheet.append(LOWER)
    for merged in ("A3:A4", "B3:B4", "C3:F3", "G3:G4", "H3:H4", "I3:J3", "K3:K4"):
        sheet.merge_cells(merged)
    sheet.append([f"({number})" for number in range(1, 12)])
    _fill(sheet, dice)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, dice: random.Random) -> None:
    known = _known()
    stars = [5] * FIVE + [4] * FOUR + [3] * THREE
    for row in known:
        stars.remove(int(row[6][0]))
    dice.shuffle(stars)
    host: list[str] = []
    first = 0
    for number, star in enumerate(stars, 1):
        if number in (1, 300):
            sheet.append([("I", "II")[number > 1], f"Các sản phẩm đợt {1 + number // 300} năm 2025"])
        if not host or dice.random() < 0.4:
            _merge(sheet, first)
            host, first = _host(dice, number), sheet.max_row + 1
        row = _product(dice, number, star, host)
        if sheet.max_row + 1 > first:
            row[2:6] = [None] * 4
        sheet.append(row)
        if number % 100 == 0:
            _merge(sheet, first)
            last = [cell.value for cell in sheet[sheet.max_row]]
            sheet.append([*last[:2], *host, *last[6:]])
            host = []
    _merge(sheet, first)
    for row in known:
        sheet.append([None, *row])
    for row in _to_mend():
        sheet.append(row)
    sheet.append([None, "Tổng cộng", None, None, None, None, None, len(stars) + len(known)])
    sheet.append(["Ghi chú: Các tên, số và quyết định trong bảng này đều là hư cấu."])
    sheet.append([None, None, None, None, None, None, None, "Người lập bảng"])


def _merge(sheet: Worksheet, first: int) -> None:
    if first and sheet.max_row > first:
        for column in "CDEF":
            sheet.merge_cells(f"{column}{first}:{column}{sheet.max_row}")


def _host(dice: random.Random, number: int) -> list[str]:
    (short, kind), name = dice.choice(KINDS), dice.choice(NAMES)
    written = f"{short} {name} {number} (ví dụ)"
    if dice.random() < 0.2:
        written = unicodedata.normalize("NFD", written).replace(" ", "  ")
    return [written, kind, dice.choice(PLACES), f"09{number:08d}" if dice.random() < 0.5 else "không có"]


def _product(dice: random.Random, number: int, star: int, host: list[str]) -> list:
    group = dice.choice(list(GOODS))
    name = f"{dice.choice(GOODS[group])} {host[0].split(' (')[0].split()[-1]}-{number}"
    if dice.random() < 0.2:
        name = f"  {unicodedata.normalize('NFD', name).replace(' ', '  ')} "
    day = dt.date(2025, dice.randint(1, 12), dice.randint(1, 28))
    written = dice.choice([day, f"{day:%d/%m/%Y}", f"{day:%d-%m-%y}", f"{day.day}/{day.month}/{day.year}"])
    if dice.random() < 0.1:
        written = dice.choice([f"tháng {day.month}/{day.year}", (day - dt.date(1899, 12, 30)).days])
    decision = f"VD-{100 + number % 40}/QĐ-UBND"
    return [number, name, *host, WAYS_OF_GROUPS[group], dice.choice(STARS[star]), decision, written, "x"]


def _known() -> list[list]:
    """What the demo has registered and is in force: an office's table has it too, and the register does not change."""
    hosts = {host["slug"]: host for host in read("hosts")["host"]}
    rows = []
    for product in read("ocop")["product"]:
        host, day = hosts[product["host"]], product["issued_on"]
        if day >= LISTED_FROM:
            house = [host["name"], KNOWN_KINDS[host["kind"]], KNOWN_PLACES[host["village"]], "không có"]
            decided = [f"{product['stars']} sao", product["decision_number"], f"{day:%d/%m/%Y}", "x"]
            rows.append([product["name"], *house, product["group"], *decided])
    return rows


def _to_mend() -> list[list]:
    start = ["HTX Cầu Đá (ví dụ)", "Hợp tác xã", "Phù Lãng", "", "I", "3 sao", "VD-9/QĐ-UBND", "1/7/2025", "x"]
    unknown, stars, day, group = (list(start) for _ in range(4))
    unknown[2], stars[5], day[7], group[4] = "Xã Không Có", "2 sao", "31/02/2025", "đồ gỗ"
    return [[None, f"Kẹo lạc thử {n}", *row] for n, row in enumerate((unknown, stars, day, group), 1)]
