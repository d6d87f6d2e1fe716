"""Made-up guests with names as they are given in Việt Nam, and phones and addresses that reach nobody."""

import random

SURNAMES = (
    ["Nguyễn"] * 10
    + ["Trần"] * 4
    + ["Lê"] * 3
    + ["Phạm"] * 3
    + ["Hoàng", "Vũ"] * 2
    + ["Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Trịnh", "Tô", "Chử", "Tạ", "Nghiêm"]
)
WOMEN = (
    ["Thị", "Thị", "Thị", "Thu", "Ngọc", "Thùy", "Bích", "Minh", "Khánh", "Thanh", "Hồng", "Phương"],
    [
        *["Lan", "Hương", "Hà", "Hạnh", "Nga", "Ngọc", "Linh", "Trang", "Thảo", "Yến", "Hằng", "Mai"],
        *["Phượng", "Nhung", "Oanh", "Quỳnh", "Thơm", "Tuyết", "Vân", "Diệp", "Huệ"],
    ],
)
MEN = (
    ["Văn", "Văn", "Văn", "Đức", "Hữu", "Quang", "Minh", "Đình", "Xuân", "Công", "Thành", "Ngọc"],
    [
        *["Anh", "Bình", "Cường", "Dũng", "Đạt", "Giang", "Hải", "Hiếu", "Hùng", "Khôi", "Long", "Minh"],
        *["Nam", "Phong", "Quân", "Sơn", "Thắng", "Tuấn", "Việt", "Vinh", "Kiên"],
    ],
)


def name(dice: random.Random) -> str:
    """`Đặng Thị Thu Hà`: surname, one middle name or two, given name."""
    middles, given = WOMEN if dice.random() < 0.55 else MEN
    middle = dice.choice(middles)
    if dice.random() < 0.25:
        second = dice.choice(middles[3:])
        middle = middle if second == middle else f"{middle} {second}"
    return f"{dice.choice(SURNAMES)} {middle} {dice.choice(given)}"


def phone(dice: random.Random) -> str:
    """One of the numbers that the demo uses for people who do not exist, in E.164."""
    return f"+849000{dice.randrange(100_000):05d}"


def email(number: int) -> str:
    """An address below example.org, which delivers to nobody."""
    return f"khach{number}@example.org"
