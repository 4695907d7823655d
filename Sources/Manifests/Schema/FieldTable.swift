/// The fields of every kind that strict checking knows, by type.
///
/// Kubernetes' kinds come from the project's own JSON schemas (1.31, and what newer and older
/// versions add); the custom resources' table is kept by hand and only warns.
package struct FieldTable: Sendable {
  /// The fields of one type.
  package struct ObjectType: Sendable {
    /// The fields in alphabetical order.
    package let names: [String]
    let types: [FieldType]
  }

  /// A kind and the type of its objects.
  package struct Kind: Sendable {
    /// Group and version; `*` stands for every version of the group.
    package let apiVersion: String
    /// Kind, as `Deployment`.
    package let kind: String
    /// Whether an unknown field is a warning and types are left to the decoder.
    package let isCustom: Bool
    let type: Int
  }

  /// The table that is built into the program, parsed at first use.
  package static let standard = FieldTable(
    parsing: [PackageResources.kubernetes_fields_txt, PackageResources.custom_resource_fields_txt])

  /// All kinds.
  package let kinds: [Kind]
  private let types: [ObjectType]

  /// Reads tables in the notation that `generate-field-table.py` documents.
  package init(parsing tables: [[UInt8]]) {
    var parser = FieldTableParser()
    for table in tables { parser.collect(table) }
    types = parser.types()
    kinds = parser.kinds()
  }

  /// The entry of a kind in an API version.
  package func kind(_ kind: String, in apiVersion: String) -> Kind? {
    kinds.first { $0.kind == kind && matches($0.apiVersion, apiVersion) }
  }

  /// Whether a group is one of Kubernetes' own.
  package func isKubernetes(group: String) -> Bool {
    kinds.contains { kind in
      let parts = kind.apiVersion.split(separator: "/")
      return !kind.isCustom && (parts.count == 2 ? parts[0] : "") == group
    }
  }

  /// The type with an index that a `FieldType.object` holds.
  package func type(_ index: Int) -> ObjectType { types[index] }

  private func matches(_ pattern: String, _ apiVersion: String) -> Bool {
    pattern == apiVersion || pattern.hasSuffix("/*") && apiVersion.hasPrefix(pattern.dropLast())
  }
}

extension FieldTable.ObjectType {
  /// The type of a field; nil where there is no such field.
  package subscript(name: String) -> FieldType? {
    var low = 0
    var high = names.count
    while low < high {
      let middle = (low + high) / 2
      if names[middle] < name { low = middle + 1 } else { high = middle }
    }
    return low < names.count && names[low] == name ? types[low] : nil
  }
}
