/// A place where users' requests enter a platform.
struct EntryPoint: Sendable {
  /// What a journey through it is called.
  let name: String
  /// The host that leads through a proxy of the platform; nil goes straight to the service.
  let host: String?
  let path: String
  /// The Service that answers, by position.
  let service: Int
  /// The workload behind it, by position.
  let workload: Int
  /// Where it comes from: "Ingress shop".
  let origin: String
  let span: SourceSpan
}

extension EntryPoint {
  /// A name from a host or service and a path; letters, digits, dots and dashes stay.
  static func name(_ start: String, _ path: String) -> String {
    var name = ""
    for character in (start + path).lowercased() {
      let isKept = character.isASCII && (character.isLetter || character.isNumber)
      if isKept || (character == "." && !name.isEmpty) {
        name.append(character)
      } else if character == "/" || character == "-" || character == "*" || character == "_" {
        if !name.isEmpty, name.last != "-" { name.append("-") }
      } else {
        break
      }
    }
    while let last = name.last, last == "-" || last == "." { name.removeLast() }
    return name.isEmpty ? "users" : name
  }
}
