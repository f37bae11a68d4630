/// Reads the heads of WebSocket frames (RFC 6455, section 5.2) out of a stream of bytes and passes over what is in them.
/// Any cut of the stream gives the same result. No I/O, no memory beyond one head.
struct FrameHeads {
    private enum State {
        case opcode
        case length(isData: Bool)
        /// `left` bytes of the length are to come.
        case longLength(left: Int, value: UInt64, isMasked: Bool)
        /// Mask and payload.
        case skip(UInt64)
        /// This is no WebSocket: nothing is read any more.
        case lost
    }

    private var state = State.opcode

    /// Takes the next bytes; answers whether the head of a text or binary frame (or of a continuation of one) was among them.
    mutating func consume(_ bytes: some RandomAccessCollection<UInt8>) -> Bool {
        var sawData = false
        var rest = bytes[...]
        while let byte = rest.first {
            if case .skip(let count) = state {
                let now = Int(min(count, UInt64(rest.count)))
                rest = rest.dropFirst(now)
                state = count == UInt64(now) ? .opcode : .skip(count - UInt64(now))
                continue
            }
            if case .lost = state { return sawData }
            rest = rest.dropFirst()
            if step(byte) { sawData = true }
        }
        return sawData
    }

    /// Takes one byte of a head; answers whether it completes the part that tells a data frame.
    private mutating func step(_ byte: UInt8) -> Bool {
        switch state {
        case .opcode:
            state = .length(isData: byte & 0x0f <= 2)
            return false
        case .length(let isData):
            let isMasked = byte & 0x80 != 0
            switch byte & 0x7f {
            case 126: state = .longLength(left: 2, value: 0, isMasked: isMasked)
            case 127: state = .longLength(left: 8, value: 0, isMasked: isMasked)
            case let short: body(UInt64(short), isMasked: isMasked)
            }
            return isData
        case .longLength(let left, let value, let isMasked):
            let value = value << 8 | UInt64(byte)
            if left > 1 {
                state = .longLength(left: left - 1, value: value, isMasked: isMasked)
            } else if value > UInt64(Int64.max) {
                state = .lost
            } else {
                body(value, isMasked: isMasked)
            }
            return false
        case .skip, .lost:
            return false
        }
    }

    private mutating func body(_ length: UInt64, isMasked: Bool) {
        let count = length + (isMasked ? 4 : 0)
        state = count == 0 ? .opcode : .skip(count)
    }
}
