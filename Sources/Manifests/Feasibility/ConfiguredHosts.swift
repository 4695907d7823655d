/// Hosts in environment variables, arguments and mounted files that look like Services and that no
/// manifest defines, and ports that their Services do not have: such calls fail.
package enum ConfiguredHosts: PlatformCheck {
  /// Reports every such host once for each workload, where it is written.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    let reader = ConfigurationReader(platform.manifests)
    let scanner = HostScanner(known: nil)
    let rule = ClusterHostRule(platform)
    for workload in platform.manifests.configuredWorkloads {
      var reported: Set<String> = []
      let texts = reader.texts(of: workload) + reader.initialTexts(of: workload)
      let mentions = texts.flatMap { text in
        scanner.mentions(in: text.text, key: text.key).map { ($0, text) }
      }
      for (mention, text) in mentions + reader.waits(of: workload) {
        guard rule.isMeant(mention, in: text, from: workload.namespace) else { continue }
        let problem = rule.problem(
          with: mention, in: text, of: texts, from: workload.namespace,
          isAdvised: !diagnostics.isFull)
        guard let problem, reported.insert(mention.host + problem.code).inserted else { continue }
        diagnostics.warning(
          "\(workload.subject) asks \(problem.message): \(text.origin)",
          at: mention.span(in: text), code: problem.code, help: problem.help)
      }
    }
  }
}

extension ManifestSet {
  /// Everything whose configuration may name hosts: what serves, and Jobs.
  fileprivate var configuredWorkloads: [RunningWorkload] {
    runningWorkloads
      + jobs.map { workload("job", $0.metadata, $0.spec.template, $0.span) }
      + cronJobs.map { workload("cronjob", $0.metadata, $0.jobTemplate.spec.template, $0.span) }
  }
}

extension HostMention {
  /// Where the host stands: the line of a block of text, else the whole value.
  fileprivate func span(in text: ConfigurationText) -> SourceSpan {
    let whole = text.span
    let number = whole.line + 1 + Int32(clamping: line)
    guard whole.endLine > whole.line, text.text.contains("\n"), number <= whole.endLine else {
      return whole.line == whole.endLine ? whole : whole.start
    }
    return SourceSpan(
      file: whole.file, line: number, column: 1, endLine: number, endColumn: Int32.max)
  }
}
