extension OperatorSpec {
  /// MinIO's operator: writes a StatefulSet of each pool.
  package static let minio: OperatorSpec = OperatorSpec(
    images: ["minio/operator"],
    kinds: ["Tenant"],
    request: APIRequest("update", "statefulsets", group: "apps"))
}
