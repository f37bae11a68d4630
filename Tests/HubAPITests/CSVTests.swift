import HubAPI
import Testing

@Suite("Values separated by commas")
struct CSVTests {
    @Test(
        "Text is quoted where it must be, and never begins a formula",
        arguments: [
            ("ada", "ada"), ("ada/gpu", "ada/gpu"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("=1+1", "'=1+1"), ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"), ("+1", "'+1"), ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"), ("  =1", "'  =1"), ("\t=1", "\"'\t=1\""), ("\r\n=1", "\"'\r\n=1\""),
            ("＝1", "'＝1"), ("=A1,\"x\"", "\"'=A1,\"\"x\"\"\""), ("a\nb", "\"a\nb\""), ("", ""), ("a-b", "a-b"),
        ])
    func text(raw: String, written: String) {
        #expect(CSVText(headings: ["h"], rows: [[.text(raw)]]).text == "h\r\n\(written)\r\n")
    }

    @Test("Numbers are whole where they are, and nothing where they are not known")
    func numbers() {
        let row: [CSVText.Cell] = [.number(2), .number(0.5), .number(nil), .number(1_073_741_824), .number(0)]
        #expect(CSVText(headings: [], rows: [row]).text == "\r\n2,0.5,,1073741824,0\r\n")
    }
}
