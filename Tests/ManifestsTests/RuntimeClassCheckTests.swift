import Manifests
import Testing

/// What is said of runtime classes before a run.
@Suite("Checks of runtime classes")
struct RuntimeClassCheckTests {
  private static let kata = """
    apiVersion: node.k8s.io/v1
    kind: RuntimeClass
    metadata: {name: kata}
    handler: kata-fc
    overhead: {podFixed: {cpu: 250m}}
    scheduling: {nodeSelector: {isolation: vm}}
    """

  @Test(
    "Pods that admission refuses for their runtime are told",
    arguments: [
      ("runtimeClassName: kata", []), ("runtimeClassName: kota", ["unknown-runtime-class"]),
      ("runtimeClassName: kata, overhead: {cpu: 1}", ["refused-overhead"]),
      ("runtimeClassName: kata, overhead: {cpu: '0.250'}", []),
      ("overhead: {cpu: 250m}", ["refused-overhead"]),
      ("runtimeClassName: kata, nodeSelector: {isolation: x}", ["refused-node-selector"]),
      ("nodeSelector: {isolation: x}", []),
    ])
  func refused(fields: String, codes: [String]) {
    let read = ReadText(
      """
      \(Self.kata)
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: p}
      spec: {\(fields), containers: [{name: c, image: "i:1"}]}
      """)
    let set = ManifestSet.decode(read.documents, read.collector)
    let platform = CheckedPlatform(set, models: PlatformModels(), isWhole: true)
    RuntimeClasses.report(on: platform, read.collector)
    #expect(read.collector.diagnostics.items.map(\.code) == codes)
  }

  /// pkg/apis/node/validation ValidateRuntimeClass.
  @Test(
    "A class that the API server refuses is told at its place",
    arguments: [
      ("handler: kata-fc", "", ["missing-field 1:1"]),
      ("kata-fc", "Kata_FC", ["invalid-name 4:10"]),
      ("nodeSelector: {isolation: vm}", "tolerations: [{operator: Equal}]", ["invalid-value 6:28"]),
      (
        "nodeSelector: {isolation: vm}",
        "tolerations: [{key: a, operator: Exists}, {key: a, operator: Exists}]",
        ["duplicate-name 6:56"]
      ),
    ])
  func ofClass(old: String, new: String, places: [String]) {
    #expect(DecodedPlatform(Self.kata.replacing(old, with: new)).places == places)
  }
}
