/// The filter language, as the help of commands that take one tells it.
enum FilterHelp {
    static let text = """
        All words of a filter hold together; one of several with commas is enough, and '!' before a word turns it round.
        A word alone is looked for in owner, name and title. Quote words with > < * ! for the shell:

          owner, group, name, server, profile, image, node      owner:ada,bob  server:'*/gpu'
          phase      accepted … finished, or queued, starting, running, stopping, stopped, failed
          reason     why it ended: reason:oomKilled
          since, idle, age      'idle:>2h' 'age:<=1d' 'since:>90s'
          cpu, memory           'memory:>=8G' cpu:2
          used, load            memory and cores in use: 'used:>80%' 'load:<0.1'
          verdict    keep, warn, reap
          healthy    yes, no
        """

    /// The words as one filter; nil for none. One that holds spaces without quotes of its own is several words.
    static func joined(_ words: [String]) -> String? { words.isEmpty ? nil : words.joined(separator: " ") }
}
