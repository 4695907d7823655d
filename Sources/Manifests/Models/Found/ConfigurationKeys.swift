/// The keys and values in a workload's configuration, whatever form it is written in.
///
/// Environment variables and flags are pairs already. Files are read line by line as `key = value`,
/// as `key value` or as nested YAML, as blocks (`NestedBlocks`) where braces begin one, and as
/// nested tags where they begin with one; what has another form yields nothing. A variable whose
/// value has lines or is a block is read as a file (SPILO_CONFIGURATION).
enum ConfigurationKeys {
  /// One setting as it is written.
  struct Pair: Equatable {
    /// The key in small letters, its parts separated by dots.
    let key: String
    let value: String
  }

  /// The pairs of a text; `key` is what the whole text is the value of.
  static func pairs(in text: String, key: String?) -> [Pair] {
    let start = text.first { !$0.isWhitespace }
    if start == "<" { return tags(in: text) }
    if start == "{" { return NestedBlocks(text).pairs }
    if let key, !text.contains("\n") {
      return [Pair(key: normalized(key), value: text)] + flags(in: text[...], from: 0)
    }
    return lines(in: text)
  }

  /// `KAFKA_MIN_INSYNC_REPLICAS`, `--cluster-node-timeout` and `min.insync.replicas` in one form;
  /// what images write twice to escape it (`leader__failure`) counts once.
  static func normalized(_ key: some StringProtocol) -> String {
    key.lowercased().split { "._-".contains($0) }.joined(separator: ".")
  }

  /// The flags of a command in one text, `redis-server --cluster-node-timeout 5000`, from one of
  /// its words on.
  private static func flags(in line: Substring, from first: Int) -> [Pair] {
    let words = line.split(whereSeparator: \.isWhitespace)
    return words.indices.dropFirst(first).compactMap { position in
      let word = words[position]
      guard word.hasPrefix("--") else { return nil }
      if let mark = word.firstIndex(of: "=") {
        return Pair(key: normalized(word[..<mark]), value: trimmed(word[mark...].dropFirst()))
      }
      guard position + 1 < words.count else { return nil }
      return Pair(key: normalized(word), value: trimmed(words[position + 1]))
    }
  }

  /// `<settings><a>1</a></settings>`: the path of each innermost tag; comments say nothing.
  private static func tags(in text: String) -> [Pair] {
    var pairs: [Pair] = []
    var path: [Substring] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "<") {
      let isComment = rest[open...].hasPrefix("<!--")
      guard let close = rest[open...].firstRange(of: isComment ? "-->" : ">") else { break }
      let tag = rest[open..<close.lowerBound].dropFirst()
      rest = rest[close.upperBound...]
      guard !isComment, !tag.hasPrefix("?"), !tag.hasSuffix("/") else { continue }
      if tag.hasPrefix("/") {
        _ = path.popLast()
        continue
      }
      let name = tag.prefix { !$0.isWhitespace }
      path.append(name)
      let value = rest.prefix { $0 != "<" }
      if rest[value.endIndex...].hasPrefix("</\(name)>") {
        pairs.append(
          Pair(key: normalized(path.joined(separator: ".")), value: trimmed(value)))
      }
    }
    return pairs
  }

  private static func lines(in text: String) -> [Pair] {
    var pairs: [Pair] = []
    var path: [(indent: Int, key: Substring)] = []
    var read = text.startIndex
    for line in text.split(whereSeparator: \.isNewline) where line.startIndex >= read {
      let body = line.drop { $0 == " " || $0 == "\t" }
      let indent = line.distance(from: line.startIndex, to: body.startIndex)
      let isComment = body.hasPrefix("#") || body.hasPrefix(";") || body.hasPrefix("[")
      let name = body.prefix { $0 != "=" && $0 != ":" && !$0.isWhitespace }
      guard !isComment, !name.isEmpty else { continue }
      pairs += flags(in: body, from: 1)
      path.removeAll { $0.indent >= indent }
      let mark = body[name.endIndex...].drop(while: \.isWhitespace)
      let isMarked = mark.first == "=" || mark.first == ":"
      let written = (isMarked ? mark.dropFirst() : mark).drop(while: \.isWhitespace)
      let value = trimmed(withoutComment(written))
      if isMarked,
        let block = NestedBlocks(text[written.startIndex...], within: path.map(\.key) + [name])
      {
        pairs += block.pairs
        read = block.rest.startIndex
      } else if value.isEmpty {
        path.append((indent, name))
      } else {
        let whole = (path.map(\.key) + [name]).joined(separator: ".")
        pairs.append(Pair(key: normalized(whole), value: value))
      }
    }
    return pairs
  }

  /// A value without the comment behind it, as YAML has them; a quoted one has none.
  private static func withoutComment(_ value: Substring) -> Substring {
    switch value.first {
    case "#": return value.prefix(0)
    case "\"", "'": return value
    default: return value.firstRange(of: " #").map { value[..<$0.lowerBound] } ?? value
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    var value = text
    while let first = value.first, first.isWhitespace || "\"'".contains(first) {
      value.removeFirst()
    }
    while let last = value.last, last.isWhitespace || "\"',".contains(last) { value.removeLast() }
    return String(value)
  }
}
