import Manifests

/// A set of pods of a store's software with its configuration, and the document that names it.
struct ConfiguredStore {
  var engine: String
  var image = "store:1"
  var env: [(name: String, value: String)] = []
  var args: [String] = []
  var files: [(name: String, text: String)] = []
  /// The container's other fields, as they stand behind these.
  var container = ""
  /// Documents before the store's, each with its end.
  var others = ""
  /// What the document says beside the engine and the workload.
  var spec = ""

  /// The documents, each on lines of its own.
  private var text: String {
    let data = files.map { "\(Self.quoted($0.name)): \(Self.quoted($0.text))" }
    let variables = env.map { "{name: \($0.name), value: \(Self.quoted($0.value))}" }
    let fields =
      Self.list("args", args.map { Self.quoted($0) }) + Self.list("env", variables) + container
    return others + """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: conf}
      data: {\(data.joined(separator: ", "))}
      ---
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: store}
      spec:
        serviceName: store
        replicas: 3
        selector: {matchLabels: {app: store}}
        template:
          metadata: {labels: {app: store}}
          spec:
            containers: [{name: store, image: "\(image)"\(fields)}]
            volumes: [{name: conf, configMap: {name: conf}}]
      ---
      apiVersion: vhsim.dev/v1alpha1
      kind: StoreModel
      metadata: {name: store}
      spec: {engine: \(engine), workload: sts/store, operations: {}\(spec)}
      """
  }

  /// The line of the arguments, and that of the files' texts, where no documents come before.
  static let argumentLine: Int32 = 16
  static let fileLine: Int32 = 4

  /// What the manifests say of the store, and the messages.
  func read() throws -> (settings: StoreSettings, messages: [Diagnostic]) {
    let read = ReadText(text)
    let settings = try read.storeSettings()
    return (settings, read.items)
  }

  /// A field of the container with its values; nothing where there are none.
  private static func list(_ field: String, _ values: [String]) -> String {
    values.isEmpty ? "" : ", \(field): [\(values.joined(separator: ", "))]"
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      .replacing("\n", with: "\\n")
    return "\"" + escaped + "\""
  }
}
