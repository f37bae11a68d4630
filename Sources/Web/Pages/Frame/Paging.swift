/// Which part of a list that is too long for one page is shown, and the ways to the parts beside it; drawn by the template
/// `paging`.
struct Paging {
    /// The lines that are shown.
    let range: Range<Int>
    /// `51 to 100 of 1000`, or `19 in all`.
    let position: String
    let previous: String?
    let next: String?

    /// - Parameters:
    ///   - offset: the first line that is asked for; one behind the last shows none.
    ///   - length: how many lines a page has.
    ///   - none: what is said where no line is shown.
    ///   - place: the address of the page that begins with a line.
    init(from offset: Int, length: Int, of total: Int, none: String, at place: (Int) -> String) {
        let start = min(offset, total)
        let end = start + min(length, total - start)
        range = start..<end
        position =
            range.isEmpty ? none : range.count == total ? "\(total) in all" : "\(start + 1) to \(end) of \(total)"
        previous = start > 0 ? place(max(0, start - length)) : nil
        next = end < total ? place(end) : nil
    }
}
