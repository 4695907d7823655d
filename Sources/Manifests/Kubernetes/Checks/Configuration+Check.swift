import Foundation

extension ConfigMap {
  /// Reports what the API server refuses (pkg/apis/core/validation ValidateConfigMap).
  package func check(_ diagnostics: DiagnosticCollector) {
    checkKeys(data.entries + binaryData.entries, dataSpans, span, "a ConfigMap", diagnostics)
    for entry in binaryData.entries
    where Data(base64Encoded: entry.value.filter { !$0.isWhitespace }) == nil {
      diagnostics.error(
        "the value of \(entry.key) is no base64 text", at: dataSpans[entry.key] ?? span.start,
        code: "invalid-value", help: "write plain text under data")
    }
    for entry in binaryData.entries where data[entry.key] != nil {
      diagnostics.error(
        "the key \(entry.key) is in data and in binaryData", at: dataSpans[entry.key] ?? span.start,
        code: "duplicate-name")
    }
  }
}

extension Secret {
  /// Keys that a Secret of a type must have (pkg/apis/core/validation ValidateSecret).
  private static let keysOfTypes = [
    "kubernetes.io/tls": ["tls.crt", "tls.key"],
    "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
    "kubernetes.io/dockercfg": [".dockercfg"],
    "kubernetes.io/ssh-auth": ["ssh-privatekey"],
  ]

  /// Reports what the API server refuses.
  package func check(_ diagnostics: DiagnosticCollector) {
    checkKeys(data.entries, dataSpans, span, "a Secret", diagnostics)
    for key in Self.keysOfTypes[type] ?? [] where dataSpans[key] == nil {
      diagnostics.error(
        "a Secret of type \(type) needs the key \(key)", at: span.start, code: "missing-field")
    }
    if type == "kubernetes.io/ssh-auth", data["ssh-privatekey"]?.isEmpty ?? false {
      diagnostics.error(
        "the value of ssh-privatekey is empty", at: dataSpans["ssh-privatekey"] ?? span.start,
        code: "missing-field")
    }
    checkRegistries(diagnostics)
    let account = "kubernetes.io/service-account.name"
    if type == "kubernetes.io/service-account-token", (metadata.annotations[account] ?? "").isEmpty
    {
      diagnostics.error(
        "a Secret of type \(type) needs the annotation \(account)", at: metadata.span.start,
        code: "missing-field")
    }
    let names = ["username", "password"]
    if type == "kubernetes.io/basic-auth", names.allSatisfy({ dataSpans[$0] == nil }) {
      diagnostics.error(
        "a Secret of type \(type) needs the key username or password", at: span.start,
        code: "missing-field")
    }
  }
}

extension Secret {
  /// Reports credentials of registries that are no JSON object; null counts as an empty one.
  private func checkRegistries(_ diagnostics: DiagnosticCollector) {
    let keys = [
      "kubernetes.io/dockerconfigjson": ".dockerconfigjson",
      "kubernetes.io/dockercfg": ".dockercfg",
    ]
    guard let key = keys[type], let text = data[key] else { return }
    let content = try? JSONSerialization.jsonObject(
      with: Data(text.utf8), options: .fragmentsAllowed)
    guard !(content is [String: Any]), !(content is NSNull) else { return }
    diagnostics.error(
      "the value of \(key) is no JSON object", at: dataSpans[key] ?? span.start,
      code: "invalid-value",
      help: "as `kubectl create secret docker-registry --dry-run=client -o yaml` writes it")
  }
}

/// Most bytes of a ConfigMap's or a Secret's values together.
private let mostBytes = 1 << 20

/// Whether a text may be a key of a ConfigMap or Secret (apimachinery pkg/util/validation
/// IsConfigMapKey).
func isConfigurationKey(_ key: String) -> Bool {
  let isText = key.utf8.allSatisfy { byte in
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D
      || byte == 0x2E || byte == 0x5F
  }
  return !key.isEmpty && key.utf8.count <= 253 && isText && key != "." && !key.hasPrefix("..")
}

/// Reports keys that can name no file, and content that is too large.
private func checkKeys(
  _ entries: [StringMap.Entry], _ spans: [String: SourceSpan], _ span: SourceSpan, _ what: String,
  _ diagnostics: DiagnosticCollector
) {
  for entry in entries {
    let key = entry.key
    if !isConfigurationKey(key) {
      diagnostics.error(
        "\"\(key)\" is no key of \(what)", at: spans[key] ?? span.start, code: "invalid-name",
        help: "letters, digits, \"-\", \"_\" and \".\"")
    }
  }
  let bytes = entries.reduce(0) { $0 + $1.value.utf8.count }
  if bytes > mostBytes {
    diagnostics.error(
      "\(what) holds at most 1 MiB, and has \(bytes) bytes", at: span.start, code: "out-of-range")
  }
}
