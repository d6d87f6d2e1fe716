"""What a spreadsheet of products may tell, and what its columns are called in offices.

`title` is what our own export calls it. `words` are other names, folded; a heading is also compared by likeness.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    key: str
    title: str
    words: tuple[str, ...] = ()


COLUMNS = (
    Column("number", "STT", ("stt", "tt", "so tt", "so thu tu", "no")),
    Column(
        "name",
        "Tên sản phẩm",
        (
            "san pham",
            "ten sp",
            "ten san pham ocop",
            "san pham ocop",
            "ten san pham dich vu",
            "san pham ten",
            "san pham ten san pham",
            "ten hang hoa",
            "product",
            "product name",
        ),
    ),
    Column("name_en", "Tên tiếng Anh", ("ten san pham tieng anh", "tieng anh", "english name")),
    Column(
        "host",
        "Chủ thể",
        (
            "ten chu the",
            "chu the san xuat",
            "chu the ocop",
            "chu the ten",
            "chu the ten chu the",
            "don vi san xuat",
            "don vi",
            "co so san xuat",
            "ten co so",
            "nha san xuat",
            "producer",
        ),
    ),
    Column(
        "host_kind",
        "Loại hình chủ thể",
        ("loai hinh", "loai chu the", "chu the loai hinh", "hinh thuc to chuc", "loai hinh to chuc"),
    ),
    Column(
        "registration",
        "Mã số thuế",
        ("mst", "ma so thue dkkd", "so dkkd", "dang ky kinh doanh", "so dang ky kinh doanh", "chu the ma so thue"),
    ),
    Column(
        "phone", "Điện thoại", ("so dien thoai", "sdt", "dt", "lien he", "chu the dien thoai", "dien thoai lien he")
    ),
    Column("address", "Địa chỉ", ("dia chi chu the", "chu the dia chi", "dia chi san xuat", "noi san xuat", "address")),
    Column("village", "Làng", ("lang nghe", "ten lang", "lang nghe truyen thong")),
    Column(
        "commune",
        "Xã, phường",
        (
            "xa",
            "phuong",
            "ten xa",
            "xa phuong thi tran",
            "dia ban",
            "xa phuong moi",
            "xa phuong sau sap nhap",
            "dia chi xa phuong",
            "chu the xa phuong",
            "commune",
        ),
    ),
    Column(
        "former_commune",
        "Xã, phường trước 7/2025",
        ("xa cu", "xa phuong cu", "xa phuong truoc sap nhap", "xa truoc sap nhap", "dia chi cu"),
    ),
    Column(
        "district",
        "Huyện trước 7/2025",
        ("huyen", "quan huyen", "huyen thi xa thanh pho", "huyen cu", "huyen thi xa thanh pho cu", "huyen tx tp"),
    ),
    Column("province", "Tỉnh", ("tinh thanh pho", "tinh tp", "province")),
    Column("group", "Nhóm sản phẩm", ("nhom", "nhom sp", "nganh hang", "nganh san pham", "nhom nganh", "group")),
    Column("criteria_set", "Bộ tiêu chí", ("bo san pham", "bo", "bo so", "bo tieu chi so")),
    Column(
        "stars",
        "Số sao",
        ("sao", "hang sao", "hang", "xep hang", "phan hang", "ket qua", "ket qua phan hang", "hang san pham", "stars"),
    ),
    Column(
        "decision",
        "Số quyết định",
        (
            "quyet dinh",
            "so qd",
            "qd",
            "qd so",
            "qd cong nhan",
            "quyet dinh so",
            "quyet dinh cong nhan",
            "quyet dinh cong nhan so",
            "so quyet dinh cong nhan",
            "so ngay quyet dinh",
            "so hieu quyet dinh",
            "decision",
        ),
    ),
    Column(
        "issued_on",
        "Ngày quyết định",
        (
            "ngay qd",
            "ngay cap",
            "ngay ban hanh",
            "ngay ky",
            "ngay cong nhan",
            "thoi gian cong nhan",
            "thoi diem cong nhan",
            "quyet dinh ngay",
            "quyet dinh cong nhan ngay",
            "ngay thang cong nhan",
        ),
    ),
    Column(
        "valid_until",
        "Hiệu lực đến",
        (
            "ngay het han",
            "het han",
            "co hieu luc den",
            "thoi han",
            "han giay chung nhan",
            "quyet dinh cong nhan het han",
        ),
    ),
    Column("issuer", "Cơ quan công nhận", ("co quan cap", "noi cap", "co quan ban hanh", "cap cong nhan")),
    Column("extended_until", "Gia hạn đến", ()),
    Column("extension_reason", "Lý do gia hạn", ()),
    Column("replaced_on", "Được thay từ ngày", ()),
    Column("withdrawn_on", "Thu hồi từ ngày", ("ngay thu hoi",)),
    Column("basis", "Giấy chứng nhận dựa trên", ()),
    Column("product_basis", "Sản phẩm dựa trên", ()),
    Column("code", "Mã sản phẩm", ("ma sp", "ma so san pham", "ma san pham ocop", "ma so", "ma ocop")),
    Column("gtin", "Mã vạch", ("ma vach gtin", "gtin", "barcode", "ma so ma vach")),
    Column("latitude", "Vĩ độ", ("vi do lat", "lat", "latitude")),
    Column("longitude", "Kinh độ", ("kinh do lon", "long", "lon", "longitude")),
    Column("is_example", "Ví dụ", ("vi du hu cau",)),
    Column("reasons", "Lý do chưa nhập", ()),
)
TITLES = {column.key: column.title for column in COLUMNS}
# What is read past: it says nothing of a product.
READ_PAST = ("number", "reasons")
# What a table must have to be one of products.
NEEDED = ("name", "host")
