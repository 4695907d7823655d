/// Which rooms a room may see: arrows only point down.
///
/// Stores, Traffic and Observability do not see each other.
enum Arrows {
  private static let ground = ["SimulationKernel", "Manifests", "Metrics"]
  private static let software = ground + ["Cluster", "Mesh", "Workload"]

  static let allowed: [String: [String]] = [
    "SimulationKernel": [],
    "Manifests": ["SimulationKernel"],
    "Metrics": ["SimulationKernel"],
    "Cluster": ground,
    "Mesh": ground + ["Cluster"],
    "Workload": ground + ["Cluster", "Mesh"],
    "Stores": software,
    "Traffic": software,
    "Observability": software,
    "Twin": software + ["Stores", "Traffic", "Observability"],
    "Results": ground,
    "Report": ["SimulationKernel", "Metrics", "Results"],
    "vhsim": software + ["Stores", "Traffic", "Observability", "Twin", "Results", "Report"],
  ]

  /// Modules from outside the package, and the rooms that may use them; libm is for every room.
  static let outsiders: [String: [String]] = [
    "Foundation": ["Manifests", "Results", "Report", "vhsim"],
    "Yams": ["Manifests"],
    "CYaml": ["Manifests"],
    "GRDB": ["Results"],
    "GRDBSQLite": ["Results"],
    "ArgumentParser": ["vhsim"],
    "CMalloc": ["vhsim"],
    "Logging": ["vhsim"],
    "Synchronization": ["vhsim"],
    "OrderedCollections": ["Manifests"],
  ]

  static func violations(in file: SourceFile) -> [Violation] {
    guard let below = allowed[file.room] else {
      return [
        Violation(
          path: file.path, line: 1, reason: "the room \(file.room) has no place in the house")
      ]
    }
    return imports(of: file).compactMap { module, token in
      if allowed.keys.contains(module) {
        return below.contains(module)
          ? nil
          : file.violation(at: token, "\(file.room) must not see \(module): arrows point down")
      }
      guard module != "Glibc" else { return nil }
      let users = outsiders[module] ?? ["no room"]
      guard !users.contains(file.room) else { return nil }
      let allowed = users.joined(separator: ", ")
      return file.violation(at: token, "\(module) is not for \(file.room); it is for \(allowed)")
    }
  }

  /// The modules that a file imports, with the token of each name.
  static func imports(of file: SourceFile) -> [(module: String, token: Int)] {
    file.tokens.indices.dropLast().compactMap { index in
      guard file.tokens[index].isWord("import"), !file.isMember(index) else { return nil }
      let kinds = ["struct", "class", "enum", "func", "protocol", "let", "var", "typealias"]
      let isKind = kinds.contains { file.tokens[index + 1].isWord($0) }
      let token = index + (isKind ? 2 : 1)
      return (file.tokens[token].text, token)
    }
  }
}
