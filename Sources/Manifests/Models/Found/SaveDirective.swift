/// When Redis saves its data, as redis.conf, arguments and the variables of Bitnami's image write
/// it.
///
/// The first `save` takes the place of the defaults, further ones add to it, and `save ""` takes
/// all away; arguments are read after the file (`config.c`, loadServerConfig). Comments say
/// nothing.
enum SaveDirective {
  /// The save points that a workload's texts make, as one directive; nil where none is written.
  static func setting(in texts: [ConfigurationText]) -> StoreSettings.Entry? {
    var written: [(words: [Substring], span: SourceSpan)] = []
    var given = written
    for (position, text) in texts.enumerated() {
      if text.key == "--save" {
        let more = texts[(position + 1)...].prefix { $0.key == nil && isNumber($0.text[...]) }
        given.append((words(text.text) + more.map { $0.text[...] }, text.span))
      } else if let points = image(text) {
        written.append((points, text.span))
      } else {
        for line in text.text.split(whereSeparator: \.isNewline) {
          guard let (words, isFlag) = directive(in: line) else { continue }
          if isFlag { given.append((words, text.span)) } else { written.append((words, text.span)) }
        }
      }
    }
    let directives = written + given
    guard let last = directives.last else { return nil }
    let points = directives.reduce(into: [Substring]()) { points, directive in
      points = directive.words.isEmpty ? [] : points + directive.words
    }
    return StoreSettings.Entry(
      name: "save", value: .word(points.joined(separator: " ")), span: last.span)
  }

  /// `REDIS_RDB_POLICY` is `900#1 600#5`, unless `REDIS_RDB_POLICY_DISABLED` is yes (libredis.sh).
  private static func image(_ text: ConfigurationText) -> [Substring]? {
    switch text.key {
    case "REDIS_RDB_POLICY": words(text.text.replacing("#", with: " "))
    case "REDIS_RDB_POLICY_DISABLED":
      ["yes", "true", "1"].contains(text.text.lowercased()) ? [] : nil
    default: nil
    }
  }

  /// The words after `save` at the beginning of a line, or after `--save` in it, up to the next
  /// flag; nil for other lines.
  private static func directive(in line: Substring) -> (words: [Substring], isFlag: Bool)? {
    let all = line.split(whereSeparator: \.isWhitespace)
    let flag = all.firstIndex(of: "--save")
    guard let position = flag ?? (all.first?.lowercased() == "save" ? 0 : nil) else { return nil }
    let values = all[(position + 1)...].prefix { !$0.hasPrefix("--") }
    let points = words(values.joined(separator: " "))
    // Another sentence that begins with the word.
    guard !values.isEmpty, points.allSatisfy({ isNumber($0) }) else { return nil }
    return (points, flag != nil)
  }

  private static func words(_ text: String) -> [Substring] {
    text.split { $0.isWhitespace || "\"'\\".contains($0) }
  }

  private static func isNumber(_ word: Substring) -> Bool { Int64(word) != nil }
}
