/// How much of something is reserved and used, as the parts of a bar.
struct AmountBar {
    /// In percent of the bar's width.
    let reserved: String
    let used: String

    /// - Parameter total: what the whole bar stands for.
    init(used: Double, reserved: Double, total: Double) {
        let percent = { (part: Double) in "\(total > 0 ? min(100, Int(part * 100 / total)) : 0)%" }
        self.reserved = percent(reserved)
        self.used = percent(used)
    }
}
