/// A host that a configuration names.
struct HostMention: Sendable {
  /// The host in lower case.
  let host: String
  /// The port behind it.
  let port: Int?
  /// Whether it is the host of a URL.
  let isURL: Bool
  /// The key before it: `redis.host` of `redis.host=cache`.
  let key: String?
  /// The scheme of a URL's host: `http`.
  var scheme: String?
  /// The line of the text, from 0.
  var line = 0
}

/// Finds the places in texts where a host stands: in URLs, before ports, behind keys such as
/// `DB_HOST` and in the cluster's full names.
///
/// Whole names are compared, so that `redis` is not found in `redis-cart` nor in a path.
struct HostScanner: Sendable {
  /// Names worth reporting: the first labels of hosts; nil for every host.
  let known: Set<String>?

  /// The hosts of a text, in order; `key` is what the whole text is the value of.
  func mentions(in text: String, key: String?) -> [HostMention] {
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return lines.enumerated().flatMap { number, line -> [HostMention] in
      let bytes = Array(line)
      let first = bytes.first { $0 != 0x20 && $0 != 0x09 }
      let isComment = lines.count > 1 && (first == UInt8(ascii: "#") || first == UInt8(ascii: ";"))
      if isComment { return [] }
      return HostLine(bytes: bytes, key: key, known: known).mentions.map { mention in
        var mention = mention
        mention.line = number
        return mention
      }
    }
  }
}

/// One line of a text.
private struct HostLine {
  let bytes: [UInt8]
  let key: String?
  let known: Set<String>?

  /// The hosts of the line, in order.
  var mentions: [HostMention] {
    var found: [HostMention] = []
    var position = 0
    while position < bytes.count {
      guard bytes[position].isHostByte else {
        position += 1
        continue
      }
      let start = position
      while position < bytes.count, bytes[position].isHostByte { position += 1 }
      if let mention = mention(start, position) { found.append(mention) }
    }
    return found
  }

  private func mention(_ start: Int, _ end: Int) -> HostMention? {
    guard bytes[start] != UInt8(ascii: "-"), !isVariable(start, end), let host = host(start, end)
    else { return nil }
    let before = byte(start - 1)
    // Behind a host two slashes begin the name of a virtual host: `amqp://broker//shop`.
    let isBehindSlashes =
      before == UInt8(ascii: "/") && byte(start - 2) == UInt8(ascii: "/")
      && !(byte(start - 3)?.isHostByte ?? false)
    let port = port(at: end)
    if isBehindSlashes {
      if hasUser(from: end) { return nil }
      return HostMention(
        host: host, port: port, isURL: true, key: wordBefore(start) ?? key,
        scheme: scheme(before: start))
    }
    if before == UInt8(ascii: "/") { return nil }
    let isURL = before == UInt8(ascii: "@")
    let name = wordBefore(start) ?? key
    let isCertain = isURL || port != nil || host.contains(".svc.") || host.hasSuffix(".svc")
    if isCertain {
      return HostMention(
        host: host, port: port, isURL: isURL, key: name, scheme: isURL ? scheme(before: start) : nil
      )
    }
    guard standsAlone(start, end), let name, HostKey.isHost(name) else { return nil }
    return HostMention(host: host, port: nil, isURL: false, key: name)
  }

  /// Whether a word names a variable whose value is not known: `$(HOSTNAME)`, `${HOST}`, `$host`.
  private func isVariable(_ start: Int, _ end: Int) -> Bool {
    if byte(start - 1) == UInt8(ascii: "$") { return true }
    let closing: UInt8? =
      switch byte(start - 1) {
      case UInt8(ascii: "("): UInt8(ascii: ")")
      case UInt8(ascii: "{"): UInt8(ascii: "}")
      default: nil
      }
    return closing != nil && byte(start - 2) == UInt8(ascii: "$") && byte(end) == closing
  }

  /// The host at some bytes in lower case; nil where no known name is in it.
  private func host(_ start: Int, _ end: Int) -> String? {
    var text = String(decoding: bytes[start..<end], as: UTF8.self).lowercased()
    while text.hasSuffix(".") { text.removeLast() }
    guard let known else { return text }
    let labels = text.split(separator: ".", maxSplits: 2)
    return labels.prefix(2).contains { known.contains(String($0)) } ? text : nil
  }

  /// `:6379` behind a host.
  private func port(at position: Int) -> Int? {
    guard byte(position) == UInt8(ascii: ":") else { return nil }
    let digits = bytes[(position + 1)...].prefix { $0 >= 0x30 && $0 <= 0x39 }
    guard !digits.isEmpty, digits.count <= 5, byte(digits.endIndex).map({ !$0.isHostByte }) ?? true
    else { return nil }
    return Int(String(decoding: digits, as: UTF8.self)).flatMap { $0 <= 65_535 ? $0 : nil }
  }

  /// The scheme of the URL in which a position stands, in lower case.
  private func scheme(before position: Int) -> String? {
    var index = position - 1
    while index > 1, !" \t\"'`,;([{".utf8.contains(bytes[index]) {
      let isAuthority = bytes[index] == UInt8(ascii: "/") && bytes[index - 1] == bytes[index]
      if isAuthority, bytes[index - 2] == UInt8(ascii: ":") {
        let end = index - 2
        let isOfScheme = { (byte: UInt8) in
          byte.isHostByte || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ":")
        }
        let start = bytes[..<end].lastIndex { !isOfScheme($0) }.map { $0 + 1 } ?? 0
        let text = String(decoding: bytes[start..<end], as: UTF8.self).lowercased()
        return text.split { ":+".contains($0) }.last.map(String.init)
      }
      index -= 1
    }
    return nil
  }

  /// Whether what follows `//` is a user's name and password before the host.
  private func hasUser(from position: Int) -> Bool {
    for byte in bytes[position...] {
      if byte == UInt8(ascii: "@") { return true }
      if " \t/?#\"'`,;)>]}".utf8.contains(byte) { return false }
    }
    return false
  }

  /// Whether nothing else is written together with a name, but a path.
  private func standsAlone(_ start: Int, _ end: Int) -> Bool {
    let before = byte(start - 1).map { " \t\"'`=,;:[(".utf8.contains($0) } ?? true
    let after = byte(end).map { " \t\r\"'`,;])}/".utf8.contains($0) } ?? true
    return before && after && !isQuotedKey(end)
  }

  /// Whether a word ends with a quote and a colon after it, as the keys of JSON do.
  private func isQuotedKey(_ end: Int) -> Bool {
    guard let quote = byte(end), "\"'".utf8.contains(quote) else { return false }
    let next = bytes[(end + 1)...].first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
    return next == UInt8(ascii: ":")
  }

  /// The key in whose value a position stands: `host` of `host: a`, `--db-host` of `--db-host a`,
  /// `server` of nginx' `server a`.
  private func wordBefore(_ position: Int) -> String? {
    let separator = bytes[..<position].indices.last { index in
      let next = byte(index + 1) ?? 0
      return bytes[index] == UInt8(ascii: "=")
        || (bytes[index] == UInt8(ascii: ":") && next != UInt8(ascii: "/") && !next.isDigit)
    }
    if let separator { return word(endingAt: separator) }
    let start = bytes.firstIndex { $0 != 0x20 && $0 != 0x09 } ?? 0
    let end = bytes[start...].firstIndex { $0 == 0x20 || $0 == 0x09 } ?? bytes.count
    return end < position ? String(decoding: bytes[start..<end], as: UTF8.self) : nil
  }

  private func word(endingAt end: Int) -> String? {
    let isPadding = { (byte: UInt8) in " \t\"'".utf8.contains(byte) }
    let last = bytes[..<end].lastIndex { !isPadding($0) }
    guard let last else { return nil }
    let start = bytes[...last].lastIndex { !$0.isHostByte && $0 != UInt8(ascii: "_") } ?? -1
    return start < last ? String(decoding: bytes[(start + 1)...last], as: UTF8.self) : nil
  }

  private func byte(_ position: Int) -> UInt8? {
    bytes.indices.contains(position) ? bytes[position] : nil
  }
}

extension UInt8 {
  /// Whether the byte can stand in a host's name, or continues a word that is none.
  fileprivate var isHostByte: Bool {
    isDigit || (self >= 0x41 && self <= 0x5A) || (self >= 0x61 && self <= 0x7A)
      || self == UInt8(ascii: "-") || self == UInt8(ascii: ".") || self == UInt8(ascii: "_")
      || self >= 0x80
  }

  fileprivate var isDigit: Bool { self >= 0x30 && self <= 0x39 }
}
