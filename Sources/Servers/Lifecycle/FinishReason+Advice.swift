extension FinishReason {
    /// What its owner can do about it, in a sentence; nil where there is nothing to be done.
    package var advice: String? {
        switch self {
        case .oomKilled: "Give it more memory: choose a larger profile below, or open More and move the slider."
        case .crashed:
            "Its last lines below may say why. If your own packages or settings are the cause, open More and start it Clean."
        case .startTimeout:
            "Its last lines below may say why. Packages or settings of your own can be the cause: open More and start it Clean."
        case .imageMissing, .profileUnmet: "Choose another profile, or tell an admin: this one needs their hand."
        case .pullFailed, .engineError, .stuck: "Try again in a moment. If it stays so, tell an admin."
        case .neverFits: "Choose less than before: that much does not fit on this machine."
        case .queueTimeout: "Try again, or choose less, which finds room sooner."
        case .hostRestarted, .nodeLost: "Start it again. Files are as they were; what was in memory is lost."
        case .removedOutside: "Start it again. If that happens often, tell an admin."
        case .reapedIdle, .reapedAge: "Start it again: files are as they were."
        case .stoppedByUser, .stoppedByAdmin, .cancelled, .drained, .restarted, .exited, .userRemoved: nil
        }
    }
}
