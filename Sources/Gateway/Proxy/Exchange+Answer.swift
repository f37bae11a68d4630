import NIOCore
import NIOHTTP1

// Writing the answer: the gateway's own, or a backend's.

extension Exchange {
    var ownHeaders: OwnHeaders { OwnHeaders(arrival, world.configuration.origins) }

    func reject(_ rejection: Rejection) { answer(.problem(rejection, html: wantsHTML)) }

    /// Writes a whole answer of the gateway's own and ends the exchange.
    func answer(_ answer: Answer) {
        guard !isOver, sentHead == nil else { return cut() }
        releaseBackend(reusable: false)
        var response = answer.head(closing: closesAfter)
        ownHeaders.apply(to: &response.headers)
        if response.status == .noContent { response.headers.remove(name: "content-length") }
        sentHead = response
        front.write(.head(response))
        if head.method != .HEAD, answer.body.readableBytes > 0 { front.write(.body(.byteBuffer(answer.body))) }
        complete()
    }

    /// Writes the head of a backend's answer, framed for this client.
    func relay(_ response: HTTPResponseHead, headers: HTTPHeaders) {
        var response = response
        response.version = .http1_1
        response.headers = headers
        ownHeaders.apply(to: &response.headers)
        let hasBody = head.method != .HEAD && response.status.mayHaveResponseBody
        let hasLength = headers.contains(name: "content-length")
        var closing = closesAfter
        if hasBody, !hasLength {
            // A client of HTTP/1.0 reads until the end of the connection.
            if head.version.minor == 0 {
                closing = true
            } else {
                response.headers.add(name: "Transfer-Encoding", value: "chunked")
            }
        }
        if !requestEnded, forward?.dropsBody == false { closing = true }
        if closing {
            response.headers.add(name: "Connection", value: "close")
        } else if head.version.minor == 0 {
            response.headers.add(name: "Connection", value: "keep-alive")
        }
        sentHead = response
        front.write(.head(response))
    }

    /// The answer is complete.
    func complete() {
        guard !isOver else { return }
        over(.answered)
        let closing = sentHead?.headers.first(name: "connection")?.lowercased() == "close"
        front.finish(requestEnded: requestEnded, close: closing)
    }

    /// The answer has begun and cannot be completed.
    func cut() {
        guard !isOver else { return }
        over(.cut)
        releaseBackend(reusable: false)
        front.abort()
    }

    /// Gives the connection back, or closes it.
    func releaseBackend(reusable: Bool) {
        guard let backend else { return }
        self.backend = nil
        backend.exchange = nil
        if reusable, !world.isDraining { world.pool.put(backend) } else { backend.close() }
    }
}

extension HTTPResponseStatus {
    /// Whether an answer of this status may carry a body.
    var mayHaveResponseBody: Bool { code >= 200 && code != 204 && code != 304 }
}
