import { Component, type ErrorInfo, type ReactNode } from "react";

/** What went wrong, in one sentence, said at once to screen readers. */
export function ErrorNote({ message }: { readonly message: string }) {
  return (
    <p className="error" role="alert">
      {message}
    </p>
  );
}

interface Failed {
  readonly message?: string;
}

/** Shows a sentence in the place of a view that failed, never a blank page. */
export class Failure extends Component<{ readonly children: ReactNode }, Failed> {
  override state: Failed = {};

  static getDerivedStateFromError(error: unknown): Failed {
    const message = error instanceof Error ? error.message : String(error);
    // what browsers and the bundler say of a part of the page that did not come
    const missing = /dynamically imported module|importing a module script|preload CSS/i.test(message);
    return { message: missing ? "its program could not be loaded" : message };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error(error, info.componentStack);
  }

  override render(): ReactNode {
    const { message } = this.state;
    if (message === undefined) return this.props.children;
    return (
      <>
        <ErrorNote message={`This view cannot be shown: ${message}.`} />
        <p>
          <button type="button" className="button" onClick={() => location.reload()}>
            Load the page again
          </button>
        </p>
      </>
    );
  }
}
