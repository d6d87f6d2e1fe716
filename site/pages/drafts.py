"""The pages an office has to fill in, and the note to the editor that each starts with."""

NOTE = {
    "vi": "<p><b>Ghi chú cho người biên tập, thay hết trước khi đăng.</b> {}</p>",
    "en": "<p><b>A note for the editor; replace all of it before publishing.</b> {}</p>",
}

# By role: title, address and what belongs there, in each language.
DRAFTS = {
    "about": {
        "vi": (
            "Về trang này",
            "ve-trang-nay",
            "Ai lập ra trang, ai đang vận hành, có những làng nào, vì sao mở cửa đón khách. Nên có một đoạn ngắn về "
            "OCOP cho người chưa biết.",
        ),
        "en": (
            "About",
            "about",
            "Who set this site up and who runs it, which villages are on it and why they receive guests. A few words "
            "on OCOP help those who have never heard of it.",
        ),
    },
    "how": {
        "vi": (
            "Đặt chỗ thế nào?",
            "cach-dat-cho",
            "Từng bước một: chọn ngày giờ, giữ chỗ trong mấy phút, để lại tên và số điện thoại, trả tiền ở đâu, muốn "
            "hủy thì làm sao. Cuối trang là những câu khách hay hỏi: trẻ nhỏ, trời mưa, đi cả đoàn.",
        ),
        "en": (
            "How booking works",
            "how-booking-works",
            "Step by step: choosing a day and time, how long places are held, leaving a name and telephone number, "
            "where to pay, how to cancel. End with what guests often ask: children, rain, large groups.",
        ),
    },
    "terms": {
        "vi": (
            "Điều khoản",
            "dieu-khoan",
            "Tên, địa chỉ, điện thoại, email và mã số thuế của đơn vị vận hành; nói rõ chủ nhà là bên bán, trang này "
            "nhận đặt chỗ giúp. Bán hàng từ xa thì theo Điều 37 Luật Bảo vệ quyền lợi người tiêu dùng số 19/2023/QH15, "
            "trước khi đặt khách phải được biết: bên bán là ai; giá, các loại phí, thuế và cách trả; ngày, giờ, nơi "
            "gặp; cách đổi, cách hủy, hạn hủy không mất phí. Ghi thêm: chủ nhà hủy thì khách được gì, hủy muộn mất bao "
            "nhiêu, phản ánh gửi về đâu, bao lâu có trả lời. Nhờ người hiểu luật đọc lại.",
        ),
        "en": (
            "Terms",
            "terms",
            "Name, address, telephone, e-mail and tax code of whoever runs the site; say that the host is the seller "
            "and the site takes the booking. For distance selling, Article 37 of the Law on Protection of Consumers' "
            "Rights, No. 19/2023/QH15, asks that guests know before they book: who sells; the price, fees, taxes and "
            "ways to pay; date, time and meeting place; how to change or cancel, and until when it is free. Add what "
            "guests get if the host cancels, what late cancelling costs, where to complain and how soon they have an "
            "answer. Have a lawyer read it.",
        ),
    },
    "privacy": {
        "vi": (
            "Dữ liệu của bạn",
            "du-lieu-cua-ban",
            "Giữ gì và để làm gì: họ tên, điện thoại, email, lời nhắn, lúc khách bấm đồng ý, để đón khách và báo tin. "
            "Ai xem: chủ nhà của buổi ấy, người giữ đường dẫn riêng, người quản trị dữ liệu. Giữ bao lâu, sau đó xóa "
            "hay bỏ tên. Quyền của khách theo Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15: biết, đồng ý và rút lại, "
            "xem, sửa, nhận bản sao, xóa, hạn chế, phản đối, khiếu nại; yêu cầu được trả lời trong hai ngày làm việc "
            "(Nghị định 356/2025/NĐ-CP). Ghi tên, điện thoại, email của người nhận yêu cầu.",
        ),
        "en": (
            "Your data",
            "your-data",
            "What is kept and why: name, telephone, e-mail, note and the moment of consent, to receive guests and send "
            "them news of their booking. Who sees it: the host of that session, whoever holds the private link, the "
            "database's administrators. How long it is kept, and whether it is then deleted or stripped of names. "
            "Guests' rights under the Law on Personal Data Protection, No. 91/2025/QH15: to know, to consent and "
            "withdraw, to see, correct, receive, delete, restrict, object and complain; requests are answered within "
            "two working days (Decree 356/2025/NĐ-CP). Name the person who takes requests, with telephone and e-mail.",
        ),
    },
    "contact": {
        "vi": (
            "Liên hệ",
            "lien-he",
            "Địa chỉ, điện thoại, email và giờ trả lời của đơn vị vận hành. Nhắc khách: hỏi về buổi đã đặt thì gọi chủ "
            "nhà, số ở trên vé. Thêm một dòng cho bà con làm nghề muốn mở cửa đón khách.",
        ),
        "en": (
            "Contact",
            "contact",
            "Address, telephone, e-mail and hours of whoever runs the site. Remind guests to call the host, on the "
            "number on the ticket, about a booking. Add a line for makers who would like to receive guests.",
        ),
    },
}
