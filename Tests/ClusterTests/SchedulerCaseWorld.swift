import Cluster
import Foundation
import Manifests
import Testing

/// Nodes and pods of a case in the scheduler's own structures.
struct SchedulerCaseWorld {
  var cache = SchedulerCache()
  var index = SelectorIndex()
  var namespaces = NameTable()
  var images = NameTable()
  let row: SchedulerCaseRow
  let file: SchedulerCaseFile
  private(set) var names: [String] = []

  init(_ row: SchedulerCaseRow, _ file: SchedulerCaseFile) {
    self.row = row
    self.file = file
    for node in (row.nodes ?? []) + (row.infeasibleNodes ?? []) { add(node) }
    cache.rebuildOrder()
    for (place, node) in (row.nodes ?? []).enumerated() { addImages(node, at: place) }
    // Every pod's terms are known before any pod is counted, as in a cluster that starts.
    let existing = (row.existingPods ?? []).map { ($0, compile($0)) }
    _ = row.pod.map { compile($0) }
    for (pod, compiled) in existing {
      guard let node = names.firstIndex(of: pod.node ?? "") else {
        Issue.record("a pod is on the node \(pod.node ?? ""), which the case doesn't have")
        continue
      }
      let matches = index.matches(of: compiled.set)
      cache.count(compiled.demand, matches: matches, on: node, step: 1)
      if pod.terminating != true { cache.countForSpread(matches: matches, on: node, step: 1) }
    }
  }

  private mutating func add(_ node: SchedulerCaseRow.Node) {
    names.append(node.name)
    var spec = NodeSpec(
      name: node.name, labels: StringMap((node.labels ?? [:]).map { ($0.key, $0.value) }),
      taints: (node.taints ?? []).map(\.taint), capacity: PodResources(node.amounts))
    spec.labels["kubernetes.io/hostname"] = node.labels?["kubernetes.io/hostname"]
    spec.podLimit = 110
    cache.addNode(spec)
  }

  private mutating func addImages(_ node: SchedulerCaseRow.Node, at place: Int) {
    for (image, size) in (node.imagesMiB ?? [:]).sorted(by: { $0.key < $1.key }) {
      cache.addImage(Int(images.intern(image)), bytes: size << 20, on: place)
    }
  }

  private var version: ClusterVersion {
    ClusterVersion(minor: row.comparisonOperatorsGate == true ? 35 : 31)
  }

  private mutating func compile(
    _ pod: SchedulerCaseRow.Pod
  ) -> (demand: PlacementDemand, set: Int32) {
    let template = template(pod)
    let pairs = (pod.labels ?? [:]).map { index.labels.intern($0.key, $0.value) }
    let set = index.internSet(
      namespace: namespaces.intern(pod.namespace ?? "default"), pairs: pairs)
    let compiler = DemandCompiler(
      namespaces: file.namespaces, version: version,
      ownSelectors: ownSelectors(of: pod))
    let wanted = (row.initContainerImages ?? []) + (row.containerImages ?? [])
    let images = wanted.map { image in
      let name = image.split(separator: "/").last ?? ""
      return self.images.intern(name.contains(":") ? image : image + ":latest")
    }
    let demand = compiler.compile(
      template, labelSet: set, requests: template.requests, images: images, &index, &namespaces,
      &cache)
    return (demand, set)
  }

  /// What the cluster's own constraints select: a pod's Services, where there are such constraints.
  private func ownSelectors(of pod: SchedulerCaseRow.Pod) -> [LabelSelector] {
    guard row.systemDefaulting ?? true else { return [] }
    let namespace = pod.namespace ?? "default"
    return (row.services ?? []).filter { $0.namespace ?? namespace == namespace }.map {
      LabelSelector(matchLabels: StringMap($0.selector.map { ($0.key, $0.value) }))
    }
  }

  private func template(_ pod: SchedulerCaseRow.Pod) -> PodTemplate {
    var template = PodTemplate()
    template.containers = (pod.containers ?? []).map(\.spec)
    template.tolerations =
      (row.tolerations ?? []).map(\.toleration)
      + (pod.tolerations ?? []).map(\.toleration)
    template.nodeSelector = StringMap((pod.nodeSelector ?? [:]).map { ($0.key, $0.value) })
    if let terms = pod.requiredNodeAffinity {
      template.hasRequiredNodeTerms = true
      template.requiredNodeTerms = terms.map(\.term)
    }
    template.preferredNodeTerms = (row.preferredTerms ?? []).map {
      WeightedNodeTerm(weight: $0.weight ?? 1, term: $0.term)
    }
    template.spreadConstraints = (pod.topologySpreadConstraints ?? []).map(\.constraint)
    switch pod.affinity {
    case .named(let name):
      if file.affinities[name] == nil { Issue.record("no affinity is called \(name)") }
      file.affinities[name]?.add(to: &template)
    case .given(let affinity): affinity.add(to: &template)
    case nil: break
    }
    return template
  }

  /// The case's pod as the plugins see it, prepared.
  mutating func query() -> PodQuery {
    let pod = row.pod ?? SchedulerCaseRow.Pod()
    let compiled = compile(pod)
    var query = PodQuery(compiled.demand, matches: index.matches(of: compiled.set))
    if let resources = row.resources {
      query.scored = resources.sorted { $0.key < $1.key }.map { name, weight in
        switch name {
        case "cpu": PodQuery.ScoredResource(.cpu, weight: weight)
        case "memory": PodQuery.ScoredResource(.memory, weight: weight)
        default: PodQuery.ScoredResource(.extended(cache.internExtended(name)), weight: weight)
        }
      }
    }
    query.balancedSkipsBestEffort = true
    query.hardPodAffinityWeight = row.hardPodAffinityWeight ?? 1
    query.ignoresPreferredTermsOfExistingPods = row.ignorePreferredTermsOfExistingPods ?? false
    query.addedPreferredTerms = (row.schedulerAddedPreferredTerms ?? []).map {
      WeightedNodeTerm(weight: $0.weight ?? 1, term: $0.term)
    }
    query.prepare(cache)
    return query
  }
}
