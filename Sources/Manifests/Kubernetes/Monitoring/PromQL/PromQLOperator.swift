/// An operator between two parts.
struct PromQLOperator {
  /// The operator, in lower-case letters.
  let name: String
  /// How tightly it binds, from 1.
  let rank: Int

  /// The rank of the operator that binds most tightly, more so than a sign.
  static let powerRank = 6

  private static let ranks = [
    ["or"], ["and", "unless"], ["==", "!=", ">", "<", ">=", "<="], ["+", "-"],
    ["*", "/", "%", "atan2"], ["^"],
  ]

  /// The operator that a token is; nil where it is none.
  init?(_ token: PromQLToken) {
    switch token {
    case .mark(let mark): name = mark
    case .name(let word): name = word.lowercased()
    default: return nil
    }
    guard let index = Self.ranks.firstIndex(where: { [name] in $0.contains(name) }) else {
      return nil
    }
    rank = index + 1
  }

  /// Whether of several in a row the last one binds first.
  var isRightBound: Bool { rank == Self.powerRank }

  private var isOfSets: Bool { rank <= 2 }

  private var compares: Bool { rank == 3 }

  /// What it gives for two parts.
  func type(
    of left: PromQLType, _ right: PromQLType, _ matching: PromQLMatching
  ) throws(PromQLProblem) -> PromQLType {
    for type in [left, right] where type != .scalar && type != .vector {
      throw PromQLProblem(
        "\"\(name)\" stands between scalars and instant vectors, not \(type.rawValue)")
    }
    let areVectors = left == .vector && right == .vector
    if matching.isBool, !compares {
      throw PromQLProblem("bool belongs behind a comparison, not \"\(name)\"")
    }
    if compares, left == .scalar, right == .scalar, !matching.isBool {
      throw PromQLProblem("comparisons between scalars must use bool: \"\(name) bool\"")
    }
    if matching.labels != nil, !areVectors {
      throw PromQLProblem("on and ignoring belong between two instant vectors")
    }
    if isOfSets, !areVectors {
      throw PromQLProblem("\"\(name)\" stands between two instant vectors")
    }
    if isOfSets, matching.included != nil {
      throw PromQLProblem("\"\(name)\" has no group_left and no group_right")
    }
    if matching.isOn, let label = matching.included?.first(where: matching.contains) {
      throw PromQLProblem("the label \"\(label)\" is in on and in the group at once")
    }
    return left == .scalar && right == .scalar ? .scalar : .vector
  }
}
