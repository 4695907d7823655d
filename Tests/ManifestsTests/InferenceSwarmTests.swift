import Manifests
import Testing

@Suite("Inference on mutated platforms")
struct InferenceSwarmTests {
  private static let words = [
    "redis", "frontend", ":", "$(", "$(PORT)", "://", "@", "\"", "{}", "[]", "-1", "9e99", "\u{0}",
    "é", "latest", "*", "/", ".svc", "8080", "\n", "app", "kind", "null", "~",
  ]

  /// A text with some lines dropped, doubled or changed at a word.
  private static func mutated(_ text: String, _ generator: inout SwarmGenerator) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for _ in 0...generator.below(4) {
      let index = generator.below(lines.count)
      switch generator.below(4) {
      case 0: lines.remove(at: index)
      case 1: lines.insert(lines[generator.below(lines.count)], at: index)
      case 2: lines[index] += generator.pick(words)
      default:
        var characters = Array(lines[index])
        if !characters.isEmpty {
          characters.replaceSubrange(
            generator.below(characters.count)..<characters.count, with: generator.pick(words))
        }
        lines[index] = String(characters)
      }
      if lines.isEmpty { lines = [""] }
    }
    return lines.joined(separator: "\n")
  }

  @Test("gives models that can be written and read again", arguments: 0..<3)
  func swarm(shop: Int) {
    let text = [InferenceShops.boutique, InferenceShops.guestbook, InferenceShops.blog][shop]
    var generator = SwarmGenerator(seed: UInt64(shop) + 77)
    for number in 0..<250 {
      let changed = Self.mutated(text, &generator)
      let inferred = InferredPlatform(changed).models
      let written = ReadText(ModelYAML.yaml(of: inferred))
      var models = PlatformModels()
      _ = models.take(written.documents, sources: written.sources, written.collector)
      #expect(!written.collector.hasErrors, "mutation \(number): \(written.rendered)")
      #expect(models.services.map { shape($0) } == inferred.services.map { shape($0) })
      #expect(models.stores.map { shape($0) } == inferred.stores.map { shape($0) })
      #expect(inferred.load.count == inferred.journeys.count)
    }
  }
}
