/// What other rooms can see is documented: `swift format` looks at public declarations only.
struct Documentation {
  /// Access of a room's own types by name, to know what an extension extends.
  private let access: [String: Access]

  /// Reads the types of one room.
  init(room files: [SourceFile]) {
    var access: [String: Access] = [:]
    for file in files {
      for declaration in file.declarations where declaration.kind.isNamedType {
        let own = declaration.access ?? .internal
        access[declaration.name] = max(access[declaration.name] ?? .private, own)
      }
    }
    self.access = access
  }

  func violations(in file: SourceFile) -> [Violation] {
    file.declarations.compactMap { declaration in
      guard declaration.kind != .extension, declaration.kind != .deinitializer,
        visibility(of: declaration, in: file) >= .package,
        !file.tokens[declaration.start].isDocumented
      else { return nil }
      return file.violation(
        at: declaration.keyword,
        "\(declaration.name) can be seen by other rooms and has no documentation comment")
    }
  }

  private func visibility(of declaration: Declaration, in file: SourceFile) -> Access {
    let parent = declaration.parent.map { file.declarations[$0] }
    guard let parent else { return declaration.access ?? .internal }
    switch parent.kind {
    case .protocol: return visibility(of: parent, in: file)
    case .extension:
      let extended = access[parent.name] ?? .public
      return min(extended, declaration.access ?? parent.access ?? .internal)
    case .type, .reference:
      return min(visibility(of: parent, in: file), declaration.access ?? .internal)
    default: return .private
    }
  }
}

extension Declaration.Kind {
  fileprivate var isNamedType: Bool { self == .type || self == .reference || self == .protocol }
}
