/// What a case file writes at a place, without the values.
indirect enum CaseShape: Decodable {
  case object([String: CaseShape])
  case list([CaseShape])
  case value
  /// A null: what isn't set.
  case nothing

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .nothing
    } else if let list = try? container.decode([CaseShape].self) {
      self = .list(list)
    } else if let members = try? container.decode([String: CaseShape].self) {
      self = .object(members)
    } else {
      self = .value
    }
  }

  /// The members for which a value that was read from here has no place, by their paths.
  ///
  /// A structure has a place for each of its stored properties, so its keys must be their names.
  func unread(by value: Any, path: String = "") -> [String] {
    let mirror = CaseShape.mirror(of: value)
    switch self {
    case .value, .nothing: return []
    case .list(let shapes):
      guard mirror.displayStyle == .collection else { return [] }
      return zip(shapes, mirror.children).flatMap {
        $0.unread(by: $1.value, path: path)
      }
    case .object(let members):
      guard let places = CaseShape.places(in: mirror) else { return [] }
      return members.sorted { $0.key < $1.key }.flatMap { name, member -> [String] in
        if case .nothing = member { return [] }
        guard let place = places[name] else { return [path + name] }
        return member.unread(by: place, path: path + name + ".")
      }
    }
  }

  /// A value's parts by their names; nil for what is neither a structure nor a dictionary.
  private static func places(in mirror: Mirror) -> [String: Any]? {
    switch mirror.displayStyle {
    case .struct:
      let named = mirror.children.compactMap { child in child.label.map { ($0, child.value) } }
      return Dictionary(named) { first, _ in first }
    case .dictionary:
      let entries = mirror.children.compactMap { child -> (String, Any)? in
        let entry = Array(Mirror(reflecting: child.value).children)
        return (entry.first?.value as? String).map { ($0, entry[1].value) }
      }
      return Dictionary(entries) { first, _ in first }
    default: return nil
    }
  }

  /// A value's mirror, without the optionals around it.
  private static func mirror(of value: Any) -> Mirror {
    let mirror = Mirror(reflecting: value)
    guard mirror.displayStyle == .optional, let inner = mirror.children.first else { return mirror }
    return CaseShape.mirror(of: inner.value)
  }
}
