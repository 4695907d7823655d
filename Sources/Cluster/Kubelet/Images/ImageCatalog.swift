/// Container images by number, with their compressed sizes as registries show them.
struct ImageCatalog: Sendable {
  /// Size of an image that the catalogue does not know: 150 MB.
  private static let defaultBytes: Int64 = 150_000_000

  /// Sizes in megabytes of the linux/amd64 images on Docker Hub and Quay, by part of the name; the
  /// first match counts.
  private static let megabytes: [(part: String, size: Int64)] = [
    ("pause", 1), ("busybox", 2), ("alpine", 4), ("nginx", 70), ("envoy", 60), ("proxyv2", 90),
    ("istio/pilot", 85), ("postgres", 160), ("redis", 45), ("minio", 60), ("neo4j", 260),
    ("clickhouse", 220), ("elasticsearch", 650), ("nats", 10), ("kafka", 350), ("rabbitmq", 110),
    ("prometheus-operator", 25), ("prometheus", 110), ("alertmanager", 30), ("grafana", 130),
    ("jaeger", 35), ("fluentd", 55), ("opentelemetry", 80), ("cert-manager", 20),
    ("coredns", 18), ("vllm", 5_000), ("pytorch", 3_500), ("cuda", 2_000), ("bge", 2_200),
    ("faiss", 1_200), ("whisper", 2_500), ("speech", 1_800), ("tts", 1_800), ("python", 380),
    ("node", 350), ("golang", 300), ("openjdk", 230),
  ]

  private let registry: RegistrySpec
  private var names = NameTable()
  private(set) var bytes: [Int64] = []
  /// Whether no registry has the image.
  private(set) var isMissing: [Bool] = []

  init(_ registry: RegistrySpec) { self.registry = registry }

  /// The number of an image; a name without a tag or digest means `:latest`.
  mutating func intern(_ image: String) -> Int32 {
    let last = image.split(separator: "/").last ?? ""
    let name = last.contains(":") || image.contains("@") ? image : image + ":latest"
    let number = names.intern(name)
    if Int(number) == bytes.count {
      bytes.append(ImageCatalog.size(of: name))
      isMissing.append(registry.lacks(name) || registry.lacks(image))
    }
    return number
  }

  private static func size(of name: String) -> Int64 {
    let known = megabytes.first { name.contains($0.part) }
    return known.map { $0.size * 1_000_000 } ?? defaultBytes
  }
}
