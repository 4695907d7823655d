/// Keeps pods with gates out of the queue until none is left (PreEnqueue;
/// framework/plugins/schedulinggates).
enum SchedulingGates {
  static func holds(_ template: PodTemplate) -> Bool { !template.schedulingGates.isEmpty }
}
