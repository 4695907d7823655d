import Foundation
import Manifests
import Testing

@Suite("JSON Schemas")
struct JSONSchemaTests {
  private static let scenario = """
    apiVersion: vhsim.dev/v1alpha1
    kind: Scenario
    metadata: {name: t, labels: {team: a}}
    spec:
      platform: {manifests: [], models: []}
      seed: 7
      duration: 30m
      warmUp: 1m
      gracefulStop: 0s
      loadScale: 1.5
      load:
        a: {executor: constant-arrival-rate, journey: chat, rate: 30, maxVUs: 5, arrival: uniform}
        b: {executor: ramping-vus, journey: chat, stages: [{target: 4, duration: 1m}]}
        c: {executor: shared-iterations, journey: chat, vus: 2, iterations: 9}
        d: {journey: chat, spike: {base: 1, peak: 9, at: 1m, duration: 1m}}
      faults:
        - {name: loss, at: 15m, duration: 5m, nodeCrash: {zone: zone-a}}
        - {at: 1m, podKill: {store: {system: postgresql, role: primary}, mode: fixed, value: 2}}
        - at: 2m
          networkPartition:
            from: {pod: {selector: {labelSelectors: {app: web}}, mode: all}}
            to: {dependency: api.example}
      changes:
        - {at: 20m, scale: {workload: shop/web, replicas: 3}}
        - {at: 21m, drain: {node: worker-1}}
      thresholds:
        http_req_duration{journey="chat"}: ["p(95)<1200", {threshold: "p(99)<3s", during: loss}]
      noData: warn
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: Cluster
    metadata: {name: c}
    spec:
      version: "1.31"
      start: cold
      zones: [{name: zone-a}]
      network: {sameNode: 30us, between: [{zones: [zone-a, zone-a], latency: 1ms}]}
      nodePools:
        - {name: worker, cpu: "16", memory: 32Gi, taints: [{key: a, effect: NoExecute}],
           localDisk: {size: 1Ti, type: nvme}, reserved: {cpu: 100m}}
      mesh: {namespaces: [shop], sidecar: {cpu: 50m}}

    """

  /// A file that has every field of the models.
  private static let file = scenario + ModelTests.platform

  @Test("accept what the reader accepts, and refuse a field that it does not know")
  func agreement() throws {
    let read = ScenarioText(Self.file)
    #expect(read.items.isEmpty, "\(read.rendered)")
    let documents = ReadText(Self.file).documents
    #expect(documents.count == 6)
    for document in documents {
      let kind = try #require(DocumentKind(rawValue: document.kind))
      let schema = try SchemaValidator(kind)
      #expect(schema.problems(of: document.node) == [])
      for broken in document.node.withStrayField {
        #expect(schema.problems(of: broken) != [], "a stray field passed in \(kind.rawValue)")
      }
    }
  }

  @Test("describe every field", arguments: DocumentKind.allCases)
  func descriptions(kind: DocumentKind) throws {
    let schema = try SchemaValidator(kind)
    #expect(schema.definitions.count >= 3)
    for (name, body) in schema.definitions {
      let properties = try #require(body["properties"] as? [String: [String: Any]])
      for (field, value) in properties {
        let text = value["description"] as? String
        #expect(!(text ?? "").isEmpty, "\(name).\(field) says nothing about itself")
      }
    }
  }
}

/// As much of JSON Schema (draft 2020-12) as our schemas use.
private struct SchemaValidator {
  let root: [String: Any]
  let definitions: [String: [String: Any]]

  init(_ kind: DocumentKind) throws {
    let data = Data(JSONSchemas.text(for: kind).utf8)
    root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    definitions = try #require(root["$defs"] as? [String: [String: Any]])
  }

  func problems(of node: YAMLNode) -> [String] { problems(node, root, "") }

  private func problems(_ node: YAMLNode, _ schema: [String: Any], _ path: String) -> [String] {
    var found: [String] = []
    if let reference = schema["$ref"] as? String {
      let name = String(reference.dropFirst("#/$defs/".count))
      guard let body = definitions[name] else { return ["\(path): \(reference) leads nowhere"] }
      found += problems(node, body, path)
    }
    if let types = schema["type"] as? [String] ?? (schema["type"] as? String).map({ [$0] }),
      !types.contains(where: node.isType)
    {
      found.append("\(path): not \(types)")
    }
    if let words = schema["enum"] as? [String], !words.contains(node.text ?? "") {
      found.append("\(path): not one of \(words)")
    }
    if let word = schema["const"] as? String, node.text != word {
      found.append("\(path): not \(word)")
    }
    for (key, expected) in [("anyOf", 1...9), ("oneOf", 1...1)] {
      guard let choices = schema[key] as? [[String: Any]] else { continue }
      let fitting = choices.count { problems(node, $0, path).isEmpty }
      if !expected.contains(fitting) { found.append("\(path): \(fitting) of \(key) fit") }
    }
    if let element = schema["items"] as? [String: Any] {
      for (index, value) in (node.elements ?? []).enumerated() {
        found += problems(value, element, "\(path)[\(index)]")
      }
    }
    return found + fieldProblems(node, schema, path)
  }

  private func fieldProblems(
    _ node: YAMLNode, _ schema: [String: Any], _ path: String
  ) -> [String] {
    var found: [String] = []
    for name in schema["required"] as? [String] ?? [] where node[name] == nil {
      found.append("\(path): \(name) is missing")
    }
    let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
    let patterns = schema["patternProperties"] as? [String: [String: Any]] ?? [:]
    for (key, value) in node.pairs ?? [] {
      let name = key.text ?? ""
      let pattern = patterns.first { pattern, _ in
        name.range(of: pattern, options: .regularExpression) != nil
      }
      if let field = properties[name] ?? pattern?.value {
        found += problems(value, field, "\(path).\(name)")
      } else if let others = schema["additionalProperties"] as? [String: Any] {
        found += problems(value, others, "\(path).\(name)")
      } else if schema["additionalProperties"] as? Bool == false {
        found.append("\(path): \(name) is unknown")
      }
    }
    return found
  }
}

extension YAMLNode {
  fileprivate func isType(_ name: String) -> Bool {
    switch (name, content, scalar) {
    case ("object", .mapping, _), ("array", .sequence, _), ("string", _, .string?),
      ("boolean", _, .bool?), ("integer", _, .integer?), ("number", _, .integer?),
      ("number", _, .float?):
      true
    default: false
    }
  }

  /// The document once for each of its objects, with a field in it that nobody knows.
  ///
  /// Mappings from names take any name, so the field's value is one that nothing accepts.
  fileprivate var withStrayField: [YAMLNode] {
    switch content {
    case .mapping(let pairs):
      let stray = (key: YAMLNode(.scalar("stray!")), value: YAMLNode(.sequence([])))
      var all = [YAMLNode(.mapping(pairs + [stray]), span: span)]
      for (index, pair) in pairs.enumerated() {
        for broken in pair.value.withStrayField {
          var changed = pairs
          changed[index].value = broken
          all.append(YAMLNode(.mapping(changed), span: span))
        }
      }
      return all
    case .sequence(let elements):
      return elements.indices.flatMap { index in
        elements[index].withStrayField.map { broken in
          var changed = elements
          changed[index] = broken
          return YAMLNode(.sequence(changed), span: span)
        }
      }
    case .scalar, .null: return []
    }
  }
}
