import Manifests
import Testing

/// Objects of custom resources whose definition is given, by what the API server does with the
/// schema (apiextensions-apiserver pkg/apiserver/schema defaulting, pruning, listtype;
/// pkg/apiserver/validation).
@Suite("Custom resources that are declared")
struct DeclaredResourceTests {
  private static let definition = """
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: shelves.example.com}
    spec:
      group: example.com
      names: {plural: shelves, kind: Shelf}
      scope: Namespaced
      versions:
      - {name: v1alpha1, served: false, storage: false, schema: {openAPIV3Schema: {type: object}}}
      - name: v1
        served: true
        storage: true
        schema:
          openAPIV3Schema:
            type: object
            required: [spec]
            properties:
              spec:
                type: object
                required: [size, color, state]
                x-kubernetes-validations: [{rule: "self.size > 100"}]
                properties:
                  size: {type: integer, minimum: 1, maximum: 9, multipleOf: 3}
                  color: {type: string, enum: [red, blue]}
                  state: {type: string, default: new}
                  port: {x-kubernetes-int-or-string: true}
                  code: {type: string, pattern: "^[a-z]+$", minLength: 2, maxLength: 4}
                  share: {type: number, minimum: 0, exclusiveMinimum: true}
                  note: {type: string, nullable: true}
                  tags: {type: object, additionalProperties: {type: boolean}, maxProperties: 2}
                  free:
                    type: object
                    x-kubernetes-preserve-unknown-fields: true
                    properties: {n: {type: integer}}
                  names: {type: array, maxItems: 3, x-kubernetes-list-type: set, items: {type: string}}
                  parts:
                    type: array
                    x-kubernetes-list-type: map
                    x-kubernetes-list-map-keys: [id]
                    items: {type: object, properties: {id: {type: string}, n: {type: integer}}}
                  side:
                    type: object
                    properties: {left: {type: string}, right: {type: string}}
                    oneOf: [{required: [left]}, {required: [right]}]
    ---

    """

  /// The errors about an object with a spec, as `code column`; the spec stands in one line.
  private func errors(_ spec: String) -> [String] {
    errors(document: "apiVersion: example.com/v1\nkind: Shelf\nmetadata: {name: s}\n\(spec)")
  }

  private func errors(document: String) -> [String] {
    DecodedPlatform(Self.definition + document + "\n").items.filter { $0.severity == .error }
      .map { "\($0.code) \($0.span.column)" }
  }

  @Test(
    "What the schema takes is taken: defaults, nulls, free fields, and rules that are not known",
    arguments: [
      "{size: 3, color: red}", "{size: 9, color: blue, state: old, port: 80}",
      "{size: 3, color: red, port: http, code: null, note: null, share: 0.5}",
      "{size: 3, color: red, tags: {a: true}, free: {n: 1, x: {y: [1]}}, names: [a, b]}",
      "{size: 3, color: red, parts: [{id: a, n: 1}, {id: b, n: 1}], side: {left: a}}",
    ])
  func taken(spec: String) { #expect(errors("spec: \(spec)").isEmpty) }

  @Test(
    "What the schema refuses is an error at its place, all at once",
    arguments: [
      ("spec: {§size: 3}", ["missing-field 7"]),
      ("spec: {size: null, color: red}", ["missing-field 7"]),
      ("spec: {size: §10, color: §green}", ["out-of-range", "invalid-value", "invalid-value"]),
      ("spec: {size: §\"3\", color: §yes}", ["wrong-type", "wrong-type"]),
      ("spec: {size: 3, color: red, §colour: red}", ["unknown-field"]),
      ("spec: {size: 3, color: red, port: §1.5, share: §0}", ["wrong-type", "out-of-range"]),
      ("spec: {size: 3, color: red, code: §A}", ["out-of-range", "invalid-value"]),
      ("spec: {size: 3, color: red, tags: {a: §1}, free: {n: §x}}", ["wrong-type", "wrong-type"]),
      ("spec: {size: 3, color: red, names: [a, §a, §~]}", ["duplicate-name", "wrong-type"]),
      ("spec: {size: 3, color: red, parts: [{id: a}, §{id: a, n: 2}]}", ["duplicate-name"]),
      ("spec: {size: 3, color: red, side: §{left: a, right: b}}", ["invalid-value"]),
      ("spec: {size: 3, color: red, side: §{}}", ["invalid-value"]),
      ("spec: §[a]", ["wrong-type"]),
      ("other: {}", ["unknown-field 1", "missing-field 1"]),
    ] as [(String, [String])])
  func refused(spec: String, expected: [String]) {
    let found = errors(spec.replacing("§", with: ""))
    var columns: [Int] = []
    var column = 1
    for letter in spec {
      if letter == "§" { columns.append(column) } else { column += 1 }
    }
    let codes = found.map { $0.split(separator: " ")[0] }
    #expect(codes.sorted() == expected.map { $0.split(separator: " ")[0] }.sorted(), "\(found)")
    let places = Set(found.compactMap { $0.split(separator: " ").last.flatMap { Int($0) } })
    let named = expected.compactMap { Int($0.split(separator: " ").last ?? "") }
    #expect(places == Set(named.isEmpty ? columns : named), "\(found)")
  }

  @Test("Metadata is checked as that of any object, and as a warning where no definition is known")
  func metadata() {
    let object = """
      apiVersion: example.com/v1
      kind: Shelf
      metadata: {name: S_s, colour: 5, labels: {a: 5}, annotations: {"b c": d}}
      spec: {size: 3, color: red}

      """
    let places = [
      "invalid-name 3:18", "unknown-field 3:23", "wrong-type 3:46", "invalid-label 3:11",
    ]
    let unknown = DecodedPlatform(object).items.filter { $0.code != "unknown-kind" }
    #expect(Set(unknown.map { "\($0.code) \($0.span.line):\($0.span.column)" }) == Set(places))
    #expect(unknown.allSatisfy { $0.severity == .warning })
    let known = DecodedPlatform(object + "---\n" + Self.definition).items
      .filter { $0.code != "unknown-kind" }
    #expect(Set(known.map { "\($0.code) \($0.span.line):\($0.span.column)" }) == Set(places))
    #expect(known.allSatisfy { $0.severity == .error })
  }

  @Test("A version that is not served is an error, as kubectl finds no match for it")
  func versions() {
    for version in ["v1alpha1", "v2"] {
      let found = errors(
        document: "apiVersion: example.com/\(version)\nkind: Shelf\nmetadata: {name: s}")
      #expect(found == ["unknown-version 13"])
    }
  }

  @Test(
    "A pattern that could be tried without end is given up",
    arguments: ["^([a-z]+)+$", "^([a-z]|[a-y])+$"])
  func patterns(form: String) {
    let definition = Self.definition.replacing("^[a-z]+$", with: form)
      .replacing(", minLength: 2, maxLength: 4", with: "")
    let text = String(repeating: "a", count: 60) + "!"
    let platform = DecodedPlatform(
      definition + "apiVersion: example.com/v1\nkind: Shelf\nmetadata: {name: s}\n"
        + "spec: {size: 3, color: red, code: \"\(text)\"}\n")
    #expect(platform.items.allSatisfy { $0.severity == .warning })
  }

  /// Compared one by one with all before it, this list would take minutes.
  @Test(
    "A long list's elements are told apart in a time that grows with it", .timeLimit(.minutes(1)))
  func longLists() {
    let parts = (0..<10_000).map { "{id: a\($0), n: 1}" }.joined(separator: ", ")
    let head = "spec: {size: 3, color: red, parts: [\(parts), "
    #expect(errors(head + "{id: b}]}").isEmpty)
    #expect(errors(head + "{id: a9999}]}") == ["duplicate-name \(head.count + 1)"])
  }
}
