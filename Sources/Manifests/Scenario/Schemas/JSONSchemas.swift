/// The kinds of our own documents.
package enum DocumentKind: String, Sendable, CaseIterable {
  case scenario = "Scenario"
  case cluster = "Cluster"
  case serviceModel = "ServiceModel"
  case storeModel = "StoreModel"
  case journey = "Journey"
}

/// JSON Schemas of our own documents, for editors.
package enum JSONSchemas {
  /// The schema of a kind (draft 2020-12).
  ///
  /// It is described by the code that reads the documents, so both know the same fields.
  package static func text(for kind: DocumentKind) -> String {
    schema(of: kind).rendered() + "\n"
  }

  private static func schema(of kind: DocumentKind) -> JSONValue {
    switch kind {
    case .scenario: Scenario.schema
    case .cluster: ClusterDocument.schema
    case .serviceModel: ServiceModel.schema
    case .storeModel: StoreModel.schema
    case .journey: Journey.schema
    }
  }
}
