import Manifests
import Testing

@Suite("Broken manifests")
struct ManifestSwarmTests {
  private static let seeds = [
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop, labels: &l {app: web}}
    spec:
      replicas: 3
      selector: {matchLabels: *l}
      template:
        metadata: {labels: *l}
        spec:
          containers:
          - name: web
            image: "web:1.0"
            resources: {requests: {cpu: 250m, memory: 1Gi}}
    ---
    # größe 日本
    apiVersion: v1
    kind: List
    items:
    - {apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 80}]}}
    """,
    """
    {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c", "namespace": null},
     "data": {"a": "x\\n\\ud83d\\ude00", "b": "{{ y }}"}}
    """,
    """
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: files
    data:
      a.conf: |
        one
        ---
      b.conf: >-
        folded
        text
      <<: {c: 'it''s'}
    """,
  ]
  private static let alphabet = Array(
    "{}[]:,-?&*!|>'\"%@`#~ \t\n\r\\<0a\u{0}\u{7F}é日\u{FEFF}\u{2028}".utf8)

  private static func mutated(_ seed: UInt64) -> [UInt8] {
    var generator = SwarmGenerator(seed: seed)
    var bytes = Array(generator.pick(seeds).utf8)
    for _ in 0...generator.below(6) {
      let place = generator.below(bytes.count + 1)
      switch generator.below(5) {
      case 0: bytes.insert(generator.pick(alphabet), at: place)
      case 1 where place < bytes.count: bytes.remove(at: place)
      case 2 where place < bytes.count: bytes[place] = UInt8(generator.below(256))
      case 3: bytes.insert(contentsOf: bytes.prefix(generator.below(80)), at: place)
      default: bytes.removeSubrange(place..<min(bytes.count, place + generator.below(20)))
      }
    }
    return bytes
  }

  @Test("never crash the reader, and every message has a place within the text")
  func swarm() {
    for seed in 0..<2_000 as Range<UInt64> {
      let bytes = Self.mutated(seed)
      let read = ReadText(bytes: bytes)
      let breaks = bytes.count { $0 == 0x0A || $0 == 0x0D }
      for item in read.items {
        let isPlaced = item.span.file == 0 && item.span.line >= 1 && item.span.column >= 1
        #expect(isPlaced && Int(item.span.line) <= breaks + 1, "seed \(seed): \(item.message)")
        #expect(!item.message.isEmpty)
      }
      let isSilent = read.items.isEmpty && read.documents.isEmpty
      #expect(!isSilent || read.isBlank(bytes), "seed \(seed): nothing read and nothing said")
      #expect(read.rendered == ReadText(bytes: bytes).rendered, "seed \(seed)")
      _ = checkPlaces(read)
    }
  }

  @Test("without a mutation are read in full")
  func unmutated() {
    for text in Self.seeds {
      let read = ReadText(text)
      #expect(read.items.allSatisfy { $0.code == "missing-namespace" })
      #expect(!read.documents.isEmpty)
    }
  }
}

extension ReadText {
  /// Whether a text has no document at all, or only lists without elements.
  fileprivate func isBlank(_ bytes: [UInt8]) -> Bool {
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    return lines.allSatisfy { line in
      let text = line.drop { $0 == " " || $0 == "\t" }
      return text.isEmpty || text.hasPrefix("#") || text.hasPrefix("---") || text.hasPrefix("...")
    }
  }
}
