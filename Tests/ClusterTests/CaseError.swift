/// What a case says of an error: its words, or only that there is one.
enum CaseError: Decodable, Sendable {
  case none
  case some(containing: String)

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      self = .some(containing: text)
    } else {
      self = try container.decode(Bool.self) ? .some(containing: "") : .none
    }
  }

  /// Whether there is one.
  var isExpected: Bool { if case .some = self { true } else { false } }

  /// Whether a message is the one expected; nil stands for no error.
  func matches(_ message: String?) -> Bool {
    switch self {
    case .none: message == nil
    case .some(let text): message.map { text.isEmpty || $0.contains(text) } ?? false
    }
  }
}
