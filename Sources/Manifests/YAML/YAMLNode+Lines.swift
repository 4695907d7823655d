extension YAMLNode {
  /// A mapping as lines of a settings file, `a.b: value`, lists in brackets.
  func lines(under path: String = "") -> [String] {
    guard case .mapping(let pairs) = content else {
      let words = elements.map { "[" + $0.compactMap(\.text).joined(separator: ", ") + "]" }
      return ["\(path): \(words ?? text ?? "")"]
    }
    return pairs.flatMap { pair in
      let key = pair.key.text ?? ""
      return pair.value.lines(under: path.isEmpty ? key : "\(path).\(key)")
    }
  }
}
