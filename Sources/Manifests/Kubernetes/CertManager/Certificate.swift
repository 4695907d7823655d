package import SimulationKernel

/// A certificate that cert-manager keeps fresh in a Secret.
///
/// Source: cert-manager.io/v1 Certificate; defaults cert-manager docs, usage/certificate.
package struct Certificate: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Secret that is written.
  package var secretName: String
  /// Who signs.
  package var issuerRef: IssuerReference
  /// Names.
  package var dnsNames: [String] = []
  /// Common name.
  package var commonName: String?
  /// Lifetime.
  package var duration: SimDuration = .seconds(90 * 86_400)
  /// Time before the end at which it is renewed; a third of the lifetime when nil.
  package var renewBefore: SimDuration?
  /// The same as a percentage of the lifetime.
  package var renewBeforePercentage: Int?
  /// Whether it may sign others.
  package var isCA: Bool = false
  /// Usages.
  package var usages: [String] = []
  /// Key.
  package var privateKey: CertificatePrivateKey = CertificatePrivateKey()
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a Certificate") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    let secretName: String? = spec.required("secretName")
    let issuerRef: IssuerReference? = spec.required("issuerRef")
    spec.read("dnsNames", into: &dnsNames)
    spec.read("commonName", into: &commonName)
    spec.read("duration", into: &duration)
    spec.read("renewBefore", into: &renewBefore)
    spec.read("renewBeforePercentage", into: &renewBeforePercentage)
    spec.read("isCA", into: &isCA)
    spec.read("usages", into: &usages)
    spec.read("privateKey", into: &privateKey)
    guard let metadata, let secretName, let issuerRef else { return nil }
    self.metadata = metadata
    self.secretName = secretName
    self.issuerRef = issuerRef
    span = object.span
  }
}
