import Manifests

/// Where the selectors of one pod's placement terms are interned.
struct TermScope {
  let namespaces: [ClusterSpec.Namespace]
  let labelSet: Int32
  /// Whether affinity terms take values from the pod's own labels.
  let readsOwnLabels: Bool
  var index: SelectorIndex
  var namespaceTable: NameTable
  var cache: SchedulerCache

  private var ownNamespace: Int32 { index.sets[Int(labelSet)].namespace }

  init(
    namespaces: [ClusterSpec.Namespace], labelSet: Int32, readsOwnLabels: Bool,
    index: SelectorIndex, namespaceTable: NameTable, cache: SchedulerCache
  ) {
    self.namespaces = namespaces
    self.labelSet = labelSet
    self.readsOwnLabels = readsOwnLabels
    self.index = index
    self.namespaceTable = namespaceTable
    self.cache = cache
  }

  /// A spread constraint; it counts pods of the pod's own namespace.
  mutating func spread(_ constraint: SpreadConstraint) -> PlacementDemand.Spread {
    var selector = compiled(constraint.selector)
    if constraint.selector != nil { require(constraint.matchLabelKeys, in: &selector) }
    // A selector without conditions counts no pods (podtopologyspread countPodsMatchSelector).
    if selector.isEmpty { selector = .nothing }
    let number = index.register(selector, in: .namespaces([ownNamespace]))
    let tally = cache.tally(of: number, forSpread: true)
    return PlacementDemand.Spread(
      maxSkew: constraint.maxSkew,
      topology: cache.track(tally, by: cache.internKey(constraint.topologyKey)),
      isHostname: constraint.topologyKey == "kubernetes.io/hostname", selector: number,
      matchesSelf: index.matches(number, labelSet), minDomains: constraint.minDomains,
      honorsAffinity: constraint.honorsNodeAffinity, honorsTaints: constraint.honorsTaints)
  }

  /// The pods that an affinity term means, with its topology.
  mutating func term(_ term: AffinityTerm, weight: Int64) -> PlacementDemand.Term {
    let selector = selector(of: term)
    let tally = cache.tally(of: selector, forSpread: false)
    return PlacementDemand.Term(
      topology: cache.track(tally, by: cache.internKey(term.topologyKey)), weight: weight,
      selector: selector)
  }

  /// The tally of the pods that carry a term.
  mutating func carried(
    _ term: AffinityTerm, _ kind: SchedulerCache.CarriedTerm.Kind, weight: Int64
  ) -> Int32 {
    let selector = selector(of: term)
    return cache.tally(
      carrying: SchedulerCache.CarriedTerm(
        kind: kind, selector: selector, key: cache.internKey(term.topologyKey), weight: weight))
  }

  /// The number of an affinity term's selector in its namespaces.
  mutating func selector(of term: AffinityTerm) -> Int32 {
    index.register(conditions(of: term), in: scope(of: term))
  }

  /// The pods that match all of several terms, by each term's topology.
  mutating func topologiesOfAll(_ terms: [AffinityTerm]) -> [TopologyTally] {
    var merged = conditions(of: terms[0])
    var scope = scope(of: terms[0])
    for term in terms.dropFirst() {
      merged.require(conditions(of: term))
      scope = scope.intersection(self.scope(of: term))
    }
    let tally = cache.tally(of: index.register(merged, in: scope), forSpread: false)
    return terms.map { cache.track(tally, by: cache.internKey($0.topologyKey)) }
  }

  private mutating func conditions(of term: AffinityTerm) -> CompiledSelector {
    var selector = compiled(term.selector)
    guard readsOwnLabels else { return selector }
    require(term.matchLabelKeys, in: &selector)
    require(term.mismatchLabelKeys, in: &selector, present: false)
    return selector
  }

  private mutating func compiled(_ selector: LabelSelector?) -> CompiledSelector {
    selector.map { CompiledSelector($0, &index.labels) } ?? .nothing
  }

  private mutating func require(
    _ keys: [String], in selector: inout CompiledSelector, present: Bool = true
  ) {
    let pairs = index.sets[Int(labelSet)].pairs
    for key in keys {
      let number = index.labels.internKey(key)
      if let pair = index.labels.pair(withKey: number, in: pairs) {
        selector.require(pair, present: present)
      }
    }
  }

  private mutating func scope(of term: AffinityTerm) -> SelectorIndex.Scope {
    if let selector = term.namespaceSelector {
      if selector.isEmpty { return .everywhere }
      let chosen = namespaces.filter { selector.matches($0.labels) }.map(\.name)
      return .namespaces((chosen + term.namespaces).map { namespaceTable.intern($0) })
    }
    if term.namespaces.isEmpty { return .namespaces([ownNamespace]) }
    return .namespaces(term.namespaces.map { namespaceTable.intern($0) })
  }
}

extension SelectorIndex.Scope {
  fileprivate func intersection(_ other: SelectorIndex.Scope) -> SelectorIndex.Scope {
    switch (self, other) {
    case (.everywhere, _): other
    case (_, .everywhere): self
    case (.namespaces(let left), .namespaces(let right)):
      .namespaces(left.filter(right.contains))
    }
  }
}
