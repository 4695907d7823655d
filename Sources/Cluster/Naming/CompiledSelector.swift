package import Manifests

/// A label selector over interned labels.
package struct CompiledSelector: Hashable, Sendable {
  enum Condition: Hashable, Sendable {
    case has(Int32)
    case hasOne([Int32])
    case hasNone([Int32])
    case hasKey(Int32)
    case lacksKey(Int32)
  }

  private(set) var conditions: [Condition]
  /// Whether nothing matches, as a missing selector means in spread constraints and affinity terms.
  private(set) var matchesNothing = false

  /// Matches nothing.
  package static let nothing: CompiledSelector = {
    var selector = CompiledSelector(conditions: [])
    selector.matchesNothing = true
    return selector
  }()

  private init(conditions: [Condition]) { self.conditions = conditions }

  /// Whether there is no condition; such a selector matches everything.
  var isEmpty: Bool { conditions.isEmpty && !matchesNothing }

  /// Compiles a selector of a resource.
  package init(_ selector: LabelSelector, _ labels: inout LabelTable) {
    conditions = selector.matchLabels.entries.map { .has(labels.intern($0.key, $0.value)) }
    for requirement in selector.matchExpressions {
      let values = requirement.values.map { labels.intern(requirement.key, $0) }
      switch requirement.comparison {
      case .isIn: conditions.append(values.count == 1 ? .has(values[0]) : .hasOne(values))
      case .isNotIn: conditions.append(.hasNone(values))
      case .exists: conditions.append(.hasKey(labels.internKey(requirement.key)))
      case .doesNotExist: conditions.append(.lacksKey(labels.internKey(requirement.key)))
      }
    }
  }

  /// Adds the condition that a pair is present, or absent (matchLabelKeys, mismatchLabelKeys).
  mutating func require(_ pair: Int32, present: Bool) {
    conditions.append(present ? .has(pair) : .hasNone([pair]))
  }

  /// Adds the conditions of another selector.
  mutating func require(_ other: CompiledSelector) {
    conditions += other.conditions
    matchesNothing = matchesNothing || other.matchesNothing
  }

  /// Whether a set of pairs meets every condition.
  package func matches(_ pairs: [Int32], _ labels: LabelTable) -> Bool {
    guard !matchesNothing else { return false }
    return conditions.allSatisfy { condition in
      switch condition {
      case .has(let pair): pairs.contains(pair)
      case .hasOne(let options): pairs.contains { options.contains($0) }
      case .hasNone(let options): !pairs.contains { options.contains($0) }
      case .hasKey(let key): labels.pair(withKey: key, in: pairs) != nil
      case .lacksKey(let key): labels.pair(withKey: key, in: pairs) == nil
      }
    }
  }

  /// A pair that every match has, for the index; nil when the selector requires none.
  var anchor: Int32? {
    for case .has(let pair) in conditions { return pair }
    return nil
  }
}
