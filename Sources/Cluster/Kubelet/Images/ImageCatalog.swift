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

  /// Whether a reference can be read at all: lower-case path components, then a tag or digest
  /// (distribution/reference grammar, as far as users get it wrong).
  ///
  /// No image at all stands for one that nobody has stated.
  static func isValid(_ image: String) -> Bool {
    guard !image.isEmpty else { return true }
    let path = image.split(separator: "@", maxSplits: 1).first ?? ""
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard let last = parts.last else { return false }
    let name = last.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let isHost = parts.count > 1 && parts[0].contains { ".:".contains($0) }
    let components = parts.dropLast().dropFirst(isHost ? 1 : 0) + [name[0]]
    let isPath = components.allSatisfy { part in
      !part.isEmpty
        && part.allSatisfy { $0.isASCII && ($0.isNumber || $0.isLowercase || "._-".contains($0)) }
    }
    let hasTag = name.count == 1 || (!name[1].isEmpty && !name[1].contains { $0.isWhitespace })
    return isPath && hasTag
  }

  private static func size(of name: String) -> Int64 {
    let known = megabytes.first { name.contains($0.part) }
    return known.map { $0.size * 1_000_000 } ?? defaultBytes
  }
}
