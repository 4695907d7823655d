import Manifests
import Testing

@Suite("Objects with a wrong part")
struct DecodingSwarmTests {
  private static let objects = ReadText(
    [
      RealisticPlatformTests.orders, RealisticPlatformTests.redis,
      RealisticPlatformTests.surroundings, CustomResourceTests.routing,
      CustomResourceTests.operators,
    ].joined(separator: "\n---\n") + "\n"
  ).documents

  private static let replacements: [YAMLNode.Content] = [
    .null, .mapping([]), .sequence([]),
    .scalar(""), .scalar("text"), .scalar("-1"), .scalar("0"), .scalar("9223372036854775807"),
    .scalar("1e99"), .scalar("true"), .scalar("100%"), .scalar("-5Ei"), .scalar("é/日"),
  ]

  /// The node with one part, found by its number in a walk over all parts, replaced.
  private static func replaced(_ node: YAMLNode, _ number: inout Int, by part: YAMLNode) -> YAMLNode
  {
    number -= 1
    if number == -1 { return YAMLNode(part.content, span: node.span, isPlain: part.isPlain) }
    var copy = node
    switch node.content {
    case .sequence(let elements):
      copy.content = .sequence(elements.map { replaced($0, &number, by: part) })
    case .mapping(let pairs):
      copy.content = .mapping(
        pairs.map { (key: $0.key, value: replaced($0.value, &number, by: part)) })
    case .scalar, .null: break
    }
    return copy
  }

  private static func count(_ node: YAMLNode) -> Int {
    1 + (node.elements ?? node.pairs?.map(\.value) ?? []).reduce(0) { $0 + count($1) }
  }

  /// Number of objects in the lists that the suite's kinds enter.
  private static func decoded(_ set: ManifestSet) -> Int {
    set.deployments.count + set.statefulSets.count + set.namespaces.count + set.nodes.count
      + set.horizontalPodAutoscalers.count + set.podDisruptionBudgets.count
      + set.networkPolicies.count + set.virtualServices.count + set.postgresClusters.count
      + set.scheduledBackups.count + set.kafkaClusters.count + set.kafkaNodePools.count
  }

  @Test("are decoded or reported, and every message has a place", arguments: objects.indices)
  func swarm(index: Int) {
    var document = Self.objects[index]
    let whole = document.node
    var generator = SwarmGenerator(seed: UInt64(index))
    for number in 0..<Self.count(whole) {
      let part = YAMLNode(generator.pick(Self.replacements), isPlain: generator.below(2) == 0)
      var remaining = number
      document.node = Self.replaced(whole, &remaining, by: part)
      let collector = DiagnosticCollector()
      let set = ManifestSet.decode([document], collector)
      let place = "\(document.kind) part \(number) replaced by \(part.content)"
      #expect(Self.decoded(set) == 1 || collector.hasErrors, "\(place)")
      let spans = collector.diagnostics.items.flatMap { [$0.span] + $0.labels.map(\.span) }
      #expect(spans.allSatisfy { $0.isKnown }, "\(place)")
    }
  }
}
