/// The registries that nodes pull from: all images exist but those that are named.
package struct RegistrySpec: Sendable {
  /// References of images that no registry has; a `*` stands for any text.
  package var missing: [String] = []

  /// Makes registries that have everything.
  package init() {}

  /// Whether no registry has an image.
  func lacks(_ image: String) -> Bool { missing.contains { RegistrySpec.matches(image, $0) } }

  /// Whether a name fits a pattern with stars.
  private static func matches(_ name: String, _ pattern: String) -> Bool {
    let name = Array(name.utf8)
    let pattern = Array(pattern.utf8)
    let star = UInt8(ascii: "*")
    var (place, next) = (0, 0)
    var resume: (place: Int, next: Int)?
    while place < name.count {
      if next < pattern.count, pattern[next] == star {
        next += 1
        resume = (place, next)
      } else if next < pattern.count, pattern[next] == name[place] {
        place += 1
        next += 1
      } else if let point = resume {
        place = point.place + 1
        next = point.next
        resume = (place, next)
      } else {
        return false
      }
    }
    return pattern[next...].allSatisfy { $0 == star }
  }
}
