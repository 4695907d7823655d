/// How far a declaration can be seen.
enum Access: Int, Comparable {
  case `private`
  case `internal`
  case `package`
  case `public`

  static func < (left: Access, right: Access) -> Bool { left.rawValue < right.rawValue }

  init?(modifier: String) {
    switch modifier {
    case "private", "fileprivate": self = .private
    case "internal": self = .internal
    case "package": self = .package
    case "public", "open": self = .public
    default: return nil
    }
  }
}

/// A declaration found in a file: its place among the tokens and what it is nested in.
struct Declaration {
  enum Kind {
    case type
    case reference
    case `protocol`
    case `extension`
    case function
    case initializer
    case `subscript`
    case property
    case alias
    case deinitializer

    var holdsMembers: Bool {
      self == .type || self == .reference || self == .protocol || self == .extension
    }

    /// Whether its body is code that runs when it is called.
    var isCallable: Bool { !holdsMembers && self != .alias }
  }

  let kind: Kind
  let name: String
  /// The token of the keyword.
  let keyword: Int
  /// The first token, an attribute or a modifier if there is one.
  let start: Int
  /// The tokens from the opening to the closing brace.
  let body: ClosedRange<Int>?
  /// The access written in front, nil where there is none.
  let access: Access?
  /// The declaration around it, as an index into the file's declarations.
  let parent: Int?
}
