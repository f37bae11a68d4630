import Foundation
import HubAPI

extension VerdictModel {
    /// For people: `kept: kernel train.ipynb, busy`, `stopped in 12 min: nothing has gone on in it for 3 h 48 min`.
    func sentence(now: Date) -> String {
        let why = reasons.joined(separator: "; ")
        switch verdict {
        case "warn": return "stopped \(TimeText.ago(changesAt, now: now) ?? "soon") unless it is used: \(why)"
        case "reap": return "about to be stopped: \(why)"
        default: return "kept: \(why)"
        }
    }
}
