// Signs in with Microsoft, without Microsoft: who is let in is decided by the stand-in for the provider. It is there before
// VS Code's own, which then is not registered.
const vscode = require("vscode");

const TOKEN = "token-of-this-test";
const RIGHT = /^https:\/\/(cognitiveservices\.azure\.com|ai\.azure\.com)\/\.default$/;

class Provider {
  #changed = new vscode.EventEmitter();
  #sessions = [];
  onDidChangeSessions = this.#changed.event;

  async getSessions(scopes) {
    return this.#sessions.filter((session) => scopes === undefined || same(session.scopes, scopes));
  }

  async createSession(scopes) {
    const session = {
      id: `session ${this.#sessions.length}`,
      accessToken: RIGHT.test(scopes[0]) ? TOKEN : "token for something else",
      account: { id: "someone", label: "someone@example.com" },
      scopes: [...scopes],
    };
    this.#sessions.push(session);
    this.#changed.fire({ added: [session], removed: [], changed: [] });
    return session;
  }

  async removeSession(id) {
    this.#remove(({ id: other }) => other === id);
  }

  signOut() {
    this.#remove(() => true);
  }

  #remove(isGone) {
    const removed = this.#sessions.filter(isGone);
    this.#sessions = this.#sessions.filter((session) => !isGone(session));
    this.#changed.fire({ added: [], removed, changed: [] });
  }
}

function same(one, other) {
  return one.length === other.length && one.every((scope) => other.includes(scope));
}

exports.activate = ({ subscriptions }) => {
  const provider = new Provider();
  subscriptions.push(
    vscode.authentication.registerAuthenticationProvider("microsoft", "Microsoft", provider),
    vscode.commands.registerCommand("microsoftForTests.signOut", () => provider.signOut()),
  );
};
