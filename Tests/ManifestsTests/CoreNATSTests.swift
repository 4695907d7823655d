import Manifests
import Testing

/// A server of NATS keeps messages only where its arguments or its file enable JetStream.
@Suite("NATS with and without JetStream")
struct CoreNATSTests {
  struct Case: CustomTestStringConvertible {
    let name: String
    var image = "nats:2.10"
    var args: [String] = []
    var file: String?
    var spec = ""
    /// What is said of JetStream; nothing where it is or may be there.
    let expected: Bool?
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "as the image starts it", expected: false),
    Case(name: "a cluster's file", file: "port: 4222\ncluster { name: c }", expected: false),
    Case(name: "the flag", args: ["-js"], expected: nil),
    Case(name: "the long flag in a shell", args: ["exec nats-server --jetstream"], expected: nil),
    Case(name: "a block", file: "jetstream {\n  store_dir: /data\n}", expected: nil),
    Case(name: "an empty block", file: "port: 4222\njetstream: {}\n", expected: nil),
    Case(name: "a block on one line", file: "jetstream {store_dir: /data}", expected: nil),
    Case(name: "a word", file: "port: 4222\njetstream: enabled", expected: nil),
    Case(name: "a word that says no", file: "port: 4222\njetstream: disabled", expected: false),
    Case(name: "a block that says no", file: "jetstream { enabled: false }\n", expected: false),
    Case(
      name: "only an account's",
      file: "accounts { A: { jetstream: enabled, users: [{user: a, password: b}] } }\n",
      expected: false),
    Case(name: "a comment", file: "port: 4222\n# jetstream: enabled", expected: false),
    Case(
      name: "a file that is not there", args: ["--config", "/etc/nats/nats.conf"], expected: nil),
    Case(
      name: "a file that is there", args: ["--config", "/etc/nats/nats.conf"],
      file: "port: 4222\nhttp: 8222", expected: false),
    Case(name: "another image", image: "corp/events:1", expected: nil),
    Case(
      name: "the document has what a store has", spec: ", settings: {ackWait: 10s}", expected: nil),
    Case(name: "the document has copies", spec: ", replicas: 2", expected: nil),
  ]

  @Test("are told by arguments and files", arguments: cases)
  func found(_ example: Case) throws {
    let store = ConfiguredStore(
      engine: "nats", image: example.image, args: example.args,
      files: example.file.map { [("nats.conf", $0)] } ?? [], spec: example.spec)
    let (settings, messages) = try store.read()
    #expect(settings.flag("jetstream") == example.expected)
    #expect(messages.isEmpty, "\(messages.map(\.message))")
  }
}
