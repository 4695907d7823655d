/// The grammar of image references, as far as users get it wrong (distribution/reference,
/// regexp.go).
package enum ImageReference {
  /// Hexadecimal digits of a digest, by its algorithm.
  private static let digestLengths = [("sha256", 64), ("sha512", 128)]

  /// Whether a reference can be read at all: a host, lower-case path components, then a tag or a
  /// digest.
  ///
  /// No image at all stands for one that nobody has stated.
  package static func isValid(_ image: String) -> Bool {
    guard !image.isEmpty else { return true }
    let halves = image.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let parts = halves[0].split(separator: "/", omittingEmptySubsequences: false)
    guard let last = parts.last else { return false }
    let name = last.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let isHost = parts.count > 1 && parts[0].contains { ".:".contains($0) }
    let components = parts.dropLast().dropFirst(isHost ? 1 : 0) + [name[0]]
    return components.allSatisfy(isComponent) && (name.count == 1 || isTag(name[1]))
      && (halves.count == 1 || isDigest(halves[1]))
  }

  /// A reference with all that may be left out: the registry, Docker's own library and the tag
  /// (distribution/reference, ParseDockerRef).
  package static func whole(_ image: String) -> String {
    let parts = image.split(separator: "/", omittingEmptySubsequences: false)
    let isHost =
      parts.count > 1 && (parts[0] == "localhost" || parts[0].contains { ".:".contains($0) })
    let home = isHost ? "" : parts.count > 1 ? "docker.io/" : "docker.io/library/"
    let isComplete = parts.last?.contains { ":@".contains($0) } ?? false
    return home + image + (isComplete ? "" : ":latest")
  }

  private static func isComponent(_ part: Substring) -> Bool {
    !part.isEmpty
      && part.allSatisfy { $0.isASCII && ($0.isNumber || $0.isLowercase || "._-".contains($0)) }
  }

  private static func isTag(_ tag: Substring) -> Bool {
    let isWord = tag.allSatisfy { $0.isASCII && ($0.isNumber || $0.isLetter || "._-".contains($0)) }
    return isWord && (1...128).contains(tag.count) && !".-".contains(tag.prefix(1))
  }

  private static func isDigest(_ digest: Substring) -> Bool {
    let halves = digest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, halves[1].allSatisfy(\.isHexDigit) else { return false }
    let length = digestLengths.first { $0.0 == halves[0] }?.1
    return length.map { halves[1].count == $0 } ?? (halves[1].count >= 32)
  }
}
