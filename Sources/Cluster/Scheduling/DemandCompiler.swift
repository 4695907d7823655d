package import Manifests

/// Interns a template's placement wishes in the selector index and the scheduler's cache.
package struct DemandCompiler {
  let namespaces: [ClusterSpec.Namespace]
  let version: ClusterVersion
  /// Selectors of the Services and the controller that own the pod, for default spreading.
  let ownSelectors: [LabelSelector]
  /// How pods without constraints spread; nil as the system's own do.
  let defaultSpread: [DefaultConstraint]?

  /// Makes a compiler for pods of one owner.
  package init(
    namespaces: [ClusterSpec.Namespace], version: ClusterVersion, ownSelectors: [LabelSelector],
    defaultSpread: [DefaultConstraint]? = nil
  ) {
    self.defaultSpread = defaultSpread
    self.namespaces = namespaces
    self.version = version
    self.ownSelectors = ownSelectors
  }

  /// Compiles a template whose pods have a label set.
  package func compile(
    _ template: PodTemplate, labelSet: Int32, requests: PodResources, images: [Int32],
    _ index: inout SelectorIndex, _ namespaceTable: inout NameTable, _ cache: inout SchedulerCache
  ) -> PlacementDemand {
    var demand = PlacementDemand()
    demand.ask(for: template)
    demand.ephemeral = requests.ephemeralStorage
    demand.extended = requests.extended.filter { $0.amount > 0 }.map {
      PlacementDemand.Extended(resource: cache.internExtended($0.name), amount: $0.amount)
    }
    demand.ports = template.containers.flatMap(\.hostPorts)
    demand.tolerations = template.tolerations
    demand.comparesNumbers = version.tolerationsCompareNumbers
    demand.nodeName = template.nodeName
    demand.nodeSelector = template.nodeSelector
    demand.requiredTerms = template.requiredNodeTerms
    demand.hasRequiredTerms = template.hasRequiredNodeTerms
    demand.preferredTerms = template.preferredNodeTerms
    demand.images = images
    // Taken out and put back, so that nothing is copied on write.
    var scope = TermScope(
      namespaces: namespaces, labelSet: labelSet,
      readsOwnLabels: version.hasLabelKeysInAffinity, index: take(&index, SelectorIndex()),
      namespaceTable: take(&namespaceTable, NameTable()), cache: take(&cache, SchedulerCache()))
    addSpread(template, to: &demand, &scope)
    addAffinity(template, to: &demand, &scope)
    (index, namespaceTable, cache) = (scope.index, scope.namespaceTable, scope.cache)
    return demand
  }

  private func addSpread(
    _ template: PodTemplate, to demand: inout PlacementDemand, _ scope: inout TermScope
  ) {
    for constraint in template.spreadConstraints {
      let spread = scope.spread(constraint)
      if constraint.isRequired {
        demand.hardSpread.append(spread)
      } else {
        demand.softSpread.append(spread)
      }
    }
    guard template.spreadConstraints.isEmpty, !ownSelectors.isEmpty else { return }
    var merged = LabelSelector()
    for selector in ownSelectors {
      for entry in selector.matchLabels.entries { merged.matchLabels[entry.key] = entry.value }
      merged.matchExpressions += selector.matchExpressions
    }
    if let defaultSpread {
      for constraint in defaultSpread { add(constraint, of: merged, to: &demand, &scope) }
      return
    }
    demand.usesDefaultSpread = true
    // System defaults of the PodTopologySpread plugin (podtopologyspread/plugin.go).
    for (key, skew) in [("kubernetes.io/hostname", 3), ("topology.kubernetes.io/zone", 5)] {
      demand.softSpread.append(
        scope.spread(
          SpreadConstraint(
            maxSkew: Int64(skew), topologyKey: key, isRequired: false, selector: merged)))
    }
  }

  /// Adds a constraint of a profile's list, for pods that a selector means.
  private func add(
    _ constraint: DefaultConstraint, of selector: LabelSelector, to demand: inout PlacementDemand,
    _ scope: inout TermScope
  ) {
    let isRequired = constraint.whenUnsatisfiable == .doNotSchedule
    let spread = scope.spread(
      SpreadConstraint(
        maxSkew: Int64(constraint.maxSkew), topologyKey: constraint.topologyKey,
        isRequired: isRequired, selector: selector))
    if isRequired { demand.hardSpread.append(spread) } else { demand.softSpread.append(spread) }
  }

  private func addAffinity(
    _ template: PodTemplate, to demand: inout PlacementDemand, _ scope: inout TermScope
  ) {
    var selectors: [Int32] = []
    for term in template.requiredAffinity {
      selectors.append(scope.selector(of: term))
      demand.requiredAffinity.append(scope.term(term, weight: 1))
      demand.carried.append(scope.carried(term, .requiredAffinity, weight: 1))
    }
    if !selectors.isEmpty {
      demand.matchesOwnAffinity = selectors.allSatisfy { scope.index.matches($0, scope.labelSet) }
      demand.affinityTopologies = scope.topologiesOfAll(template.requiredAffinity)
    }
    for term in template.requiredAntiAffinity {
      demand.requiredAntiAffinity.append(scope.term(term, weight: 1))
      demand.carried.append(scope.carried(term, .requiredAntiAffinity, weight: 1))
    }
    for preferred in template.preferredAffinity {
      demand.preferredAffinity.append(scope.term(preferred.term, weight: preferred.weight))
      demand.carried.append(scope.carried(preferred.term, .preferred, weight: preferred.weight))
    }
  }
}

private func take<Value>(_ place: inout Value, _ replacement: consuming Value) -> Value {
  swap(&place, &replacement)
  return replacement
}
