import HubAPI
import Servers

extension OutOfMemoryModel {
    init(_ report: OutOfMemory, of server: ServerKey) {
        let action: Action? =
            switch report.remedy {
            case .resize?: .resize
            case .request?: .request
            case nil: nil
            }
        let helps = !report.isRemedied
        self.init(
            at: report.at.description, limit: report.limit.count, kernels: report.kernels.map { $0.path ?? $0.name },
            others: report.others, message: report.explanation(for: server),
            memory: helps ? report.remedy?.memory.count : nil, action: helps ? action : nil)
    }
}
