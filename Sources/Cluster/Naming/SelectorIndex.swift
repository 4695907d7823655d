/// All selectors of Services, budgets, spread constraints and affinity terms, and the distinct
/// label sets of pods with the selectors that match each.
///
/// A label set is matched once, when it first appears, against the selectors that share a pair
/// with it; after that a pod's matches are a list, whatever the size of the cluster.
package struct SelectorIndex: Sendable {
  /// The namespaces in which a selector selects.
  enum Scope: Hashable, Sendable {
    case everywhere
    case namespaces([Int32])

    func contains(_ namespace: Int32) -> Bool {
      switch self {
      case .everywhere: true
      case .namespaces(let list): list.contains(namespace)
      }
    }
  }

  /// A namespace with a set of labels, shared by all pods that have them.
  struct LabelSet: Sendable {
    let namespace: Int32
    let pairs: [Int32]
    /// Numbers of the selectors that match, ascending.
    var matches: [Int32]
  }

  private struct Entry: Sendable {
    let scope: Scope
    let selector: CompiledSelector
  }

  /// Labels by number.
  package var labels = LabelTable()
  private(set) var sets: [LabelSet] = []
  private var entries: [Entry] = []
  private var anchored: [[Int32]] = []
  private var unanchored: [Int32] = []
  private var setSlots: [Int32] = Array(repeating: -1, count: 256)

  /// Makes an empty index.
  package init() {}

  /// The number of a selector in a scope, given now if it has none.
  mutating func register(_ selector: CompiledSelector, in scope: Scope) -> Int32 {
    let candidates = list(for: selector)
    for number in candidates {
      let entry = entries[Int(number)]
      if entry.selector == selector && entry.scope == scope { return number }
    }
    let number = Int32(entries.count)
    entries.append(Entry(scope: scope, selector: selector))
    if let anchor = selector.anchor {
      while anchored.count <= Int(anchor) { anchored.append([]) }
      anchored[Int(anchor)].append(number)
    } else {
      unanchored.append(number)
    }
    for index in sets.indices where isMatch(number, sets[index]) {
      sets[index].matches.append(number)
    }
    return number
  }

  private func list(for selector: CompiledSelector) -> [Int32] {
    guard let anchor = selector.anchor else { return unanchored }
    return Int(anchor) < anchored.count ? anchored[Int(anchor)] : []
  }

  private func isMatch(_ number: Int32, _ set: LabelSet) -> Bool {
    let entry = entries[Int(number)]
    return entry.scope.contains(set.namespace) && entry.selector.matches(set.pairs, labels)
  }

  /// Numbers of the selectors that match a label set.
  package func matches(of set: Int32) -> [Int32] { sets[Int(set)].matches }

  /// Whether a selector matches a label set.
  func matches(_ selector: Int32, _ set: Int32) -> Bool {
    sets[Int(set)].matches.contains(selector)
  }

  /// The number of a label set; pairs are sorted and the last of two with the same key stays.
  package mutating func internSet(namespace: Int32, pairs: [Int32]) -> Int32 {
    let pairs = pairs.sorted()
    var slot = setHash(namespace, pairs) & (setSlots.count - 1)
    while setSlots[slot] >= 0 {
      let known = sets[Int(setSlots[slot])]
      if known.namespace == namespace && known.pairs == pairs { return setSlots[slot] }
      slot = (slot + 1) & (setSlots.count - 1)
    }
    let number = Int32(sets.count)
    setSlots[slot] = number
    var set = LabelSet(namespace: namespace, pairs: pairs, matches: [])
    set.matches = findMatches(of: set)
    sets.append(set)
    if sets.count * 2 > setSlots.count { rehash() }
    return number
  }

  private func findMatches(of set: LabelSet) -> [Int32] {
    var found = unanchored.filter { isMatch($0, set) }
    for pair in set.pairs where Int(pair) < anchored.count {
      found += anchored[Int(pair)].filter { isMatch($0, set) }
    }
    return found.sorted()
  }

  private func setHash(_ namespace: Int32, _ pairs: [Int32]) -> Int {
    var hash = UInt64(truncatingIfNeeded: namespace) &+ 0x9e37_79b9_7f4a_7c15
    for pair in pairs {
      hash = (hash ^ UInt64(truncatingIfNeeded: pair)) &* 0xbf58_476d_1ce4_e5b9
      hash ^= hash &>> 29
    }
    return Int(truncatingIfNeeded: hash &>> 1)
  }

  private mutating func rehash() {
    setSlots = Array(repeating: -1, count: setSlots.count * 2)
    for (number, set) in sets.enumerated() {
      var slot = setHash(set.namespace, set.pairs) & (setSlots.count - 1)
      while setSlots[slot] >= 0 { slot = (slot + 1) & (setSlots.count - 1) }
      setSlots[slot] = Int32(number)
    }
  }
}
