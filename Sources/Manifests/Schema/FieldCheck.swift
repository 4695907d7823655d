extension FieldTable {
  /// Reports every unknown field and every value of the wrong type in an object.
  ///
  /// In custom resources an unknown field is a warning, and types are left to the decoder, but for
  /// `metadata`. Of kinds that the table does not have nothing else is looked into.
  package func check(
    _ node: YAMLNode, kind: String, apiVersion: String, _ diagnostics: DiagnosticCollector
  ) {
    guard let entry = self.kind(kind, in: apiVersion) else {
      checkMetadata(of: node, diagnostics)
      return
    }
    let check = FieldCheck(table: self, isCustom: entry.isCustom, diagnostics: diagnostics)
    guard entry.isCustom else {
      check.check(node, .object(entry.type), in: kind)
      return
    }
    check.checkFields(of: node, type(entry.type), in: kind, besides: "metadata")
    checkMetadata(of: node, diagnostics)
  }

  /// Reports what is unknown or of the wrong type in an object's metadata, of which the API server
  /// wants the same in every kind (apiextensions-apiserver pkg/apiserver/schema/objectmeta
  /// GetObjectMetaWithOptions).
  func checkMetadata(of node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard let metadata = node["metadata"],
      let type = kind("Namespace", in: "v1").flatMap({ type($0.type)["metadata"] })
    else { return }
    FieldCheck(table: self, isCustom: false, diagnostics: diagnostics)
      .check(metadata, type, in: "metadata")
  }
}

/// One walk over an object.
private struct FieldCheck {
  let table: FieldTable
  let isCustom: Bool
  let diagnostics: DiagnosticCollector

  func check(_ node: YAMLNode, _ type: FieldType, in place: String) {
    guard !node.isNull else { return }
    switch type {
    case .anything: break
    case .object(let index): checkFields(of: node, table.type(index), in: place)
    case .list(let element):
      if let elements = node.elements {
        for value in elements { check(value, element, in: place) }
      } else {
        reportType { diagnostics.wrongType("a list", node) }
      }
    case .map(let value):
      if let pairs = node.pairs {
        for pair in pairs { check(pair.value, value, in: place) }
      } else {
        reportType { diagnostics.wrongType("a mapping", node) }
      }
    default: reportType { checkScalar(node, type) }
    }
  }

  /// Checks the fields of an object, but for one of a name.
  func checkFields(
    of node: YAMLNode, _ type: FieldTable.ObjectType, in place: String, besides other: String? = nil
  ) {
    guard let pairs = node.pairs else {
      return reportType { diagnostics.wrongType("a mapping", node) }
    }
    for (key, value) in pairs where key.text != other {
      let name = key.text ?? ""
      if let field = type[name] {
        check(value, field, in: name)
      } else {
        reportUnknown(name, key.span, type, in: place)
      }
    }
  }

  private func reportUnknown(
    _ name: String, _ span: SourceSpan, _ type: FieldTable.ObjectType, in place: String
  ) {
    let message = "unknown field \"\(name)\" in \(place)"
    let help = nearest(name, in: type.names).map { "did you mean \"\($0)\"?" }
    if isCustom {
      diagnostics.warning(message, at: span, code: "unknown-field", help: help)
    } else {
      diagnostics.error(message, at: span, code: "unknown-field", help: help)
    }
  }

  private func reportType(_ report: () -> Void) {
    if !isCustom { report() }
  }

  /// Scalars are read as the decoder reads them, which reports what does not fit.
  private func checkScalar(_ node: YAMLNode, _ type: FieldType) {
    switch type {
    case .text: _ = String(from: node, diagnostics)
    case .integer: _ = Int32(from: node, diagnostics)
    case .longInteger: _ = Int64(from: node, diagnostics)
    case .boolean: _ = Bool(from: node, diagnostics)
    case .number: _ = Double(from: node, diagnostics)
    case .quantity: _ = Quantity(from: node, diagnostics)
    case .integerOrText: _ = PortReference(from: node, diagnostics)
    case .anything, .list, .map, .object: break
    }
  }
}
