/// What to do about a launch that failed.
enum LaunchAdvice {
    /// - Parameter code: the reason's code; those that are not known get the general advice.
    static func sentence(code: String?, argument: String) -> String {
        switch code {
        case "imageMissing", "pullFailed":
            "The image is not on the hub's machine: an admin builds it with scripts/image or checks the profile's "
                + "image, and 'berth doctor' there says what is missing."
        case "oomKilled": "Give it more: 'berth launch\(argument) --memory 4G' (see 'berth profiles' for the ceiling)."
        case "startTimeout":
            "Jupyter was too slow or hangs: 'berth logs\(argument)' shows what it did; try again, or with more cores."
        case "engineError", "nodeLost", "hostRestarted", "stuck":
            "That is a failure of the hub's machine, not yours: try again; if it stays so, tell an admin, who runs "
                + "'berth doctor' there."
        case "neverFits": "Ask for less: 'berth capacity' shows what there is."
        case "queueTimeout": "Ask for less, or try again later: 'berth capacity' shows what is free and who waits."
        case "cancelled", "stoppedByUser", "stoppedByAdmin":
            "Somebody stopped it. Try again with 'berth launch\(argument)'."
        default:
            "See all of it with 'berth logs\(argument)' and 'berth status\(argument)', then try again."
        }
    }
}
