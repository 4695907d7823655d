/// The name of a container image without its tag and digest: `bitnami/redis`.
struct ImageName: Sendable {
  /// The registry's host and the repository's path, in lower case.
  let path: String

  /// Takes a reference apart: `[HOST[:PORT]/]PATH[:TAG][@DIGEST]` (distribution/reference).
  init(_ reference: String) {
    let named = reference.prefix { $0 != "@" }
    let slash = named.lastIndex(of: "/") ?? named.startIndex
    let tag = named[slash...].lastIndex(of: ":")
    path = named[..<(tag ?? named.endIndex)].lowercased()
  }

  /// The last part of the path, by which people call the software.
  var last: String {
    String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
  }

  /// Whether the path is a name or ends with it; a name may have several parts.
  func isNamed(_ name: String) -> Bool { path == name || path.hasSuffix("/" + name) }
}
